// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSCheckModules
import SCSSimulatedCloud
import Synchronization
import Testing
import TestSupport

/// Well-formed but malicious or malformed values: they are reported, and the cloud is not blamed.
struct OddAnswerTests {
    private func outcome(
        of testcase: String, _ profile: String = "compliant", readBack: ReadBack = .sample,
        plant: Bool = false,
        _ edit: @escaping @Sendable (HTTPRequest, inout HTTPResponse) throws -> Void = { _, _ in }
    ) async throws -> TestcaseOutcome {
        let run = try SimulatedRun(profile) { cloud, _, _ in EditingTransport(cloud, edit) }
        if plant { run.cloud.plant(name: "somebody-elses") }
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(
            try Plan(of: SCS0117VolumeBackup(), [testcase], depth: nil), readBack: readBack)
        #expect(run.cloud.inventory == before)
        return try #require(outcomes.first { $0.id == testcase })
    }

    private static func isDownload(_ request: HTTPRequest) -> Bool {
        request.method == .get && request.url.path().hasSuffix("/file")
    }

    static let extremes = [
        "-9223372036854775808", "9223372036854775807", "5000000000000000000",
        "-100000000000000000", "9223372036854775808", "1.5", "1e300", "\"1\"", "null",
    ]

    @Test(arguments: extremes, ["limit", "in_use", "reserved"])
    func `A malformed quota is an ABORT that names it`(
        number: String, field: String
    ) async throws {
        let outcome = try await outcome(of: "scs-0117-test-backup") { request, response in
            guard request.url.path().contains("/os-quota-sets/") else { return }
            var set = try JSON.parse(response.body)["quota_set"]?.fields ?? [:]
            var volumes = set["volumes"]?.fields ?? [:]
            volumes[field] = try JSON.parse(Array(number.utf8))
            set["volumes"] = .object(volumes)
            response.body = try JSON.object(["quota_set": .object(set)]).bytes()
        }
        #expect(outcome.ruling == "ABORT unreachable")
        #expect(
            outcome.message?.contains("volumes.\(field) is ") == true, "\(outcome.message ?? "")")
    }

    @Test(arguments: extremes)
    func `A foreign volume of malformed size ends only the test case that sums sizes`(
        number: String
    ) async throws {
        let edit: @Sendable (HTTPRequest, inout HTTPResponse) throws -> Void = {
            request, response in
            guard request.url.path().hasSuffix("/volumes/detail") else { return }
            let volumes = try JSON.parse(response.body)["volumes"]?.array ?? []
            let odd = try volumes.map { volume -> JSON in
                guard volume["name"]?.string == "somebody-elses" else { return volume }
                var fields = volume.fields ?? [:]
                fields["size"] = try JSON.parse(Array(number.utf8))
                return .object(fields)
            }
            response.body = try JSON.object(["volumes": .array(odd)]).bytes()
        }
        let sums = try await outcome(of: "scs-0117-x-accounting", plant: true, edit)
        #expect(sums.ruling == "ABORT unreachable")
        #expect(sums.message?.contains("size is ") == true, "\(sums.message ?? "")")
        let own = try await outcome(of: "scs-0117-test-backup", plant: true, edit)
        #expect(own.ruling == "PASS")
    }

    @Test(arguments: extremes)
    func `An image of malformed size is an ABORT, never data loss`(
        number: String
    ) async throws {
        let outcome = try await outcome(of: "scs-0117-x-data") { request, response in
            guard request.method == .get, response.status == 200,
                request.url.path().split(separator: "/").dropLast().last == "images"
            else { return }
            var fields = try JSON.parse(response.body).fields ?? [:]
            guard fields["disk_format"] == "raw", fields["status"] == "active" else { return }
            fields["size"] = try JSON.parse(Array(number.utf8))
            response.body = try JSON.object(fields).bytes()
        }
        #expect(
            outcome.ruling == "ABORT unreachable", "\(outcome.message ?? "")")
        #expect(outcome.message?.contains(number == "null" ? "has no size" : "size is ") == true)
    }

    @Test func `An image without a size has none to judge`() async throws {
        for testcase in ["scs-0117-test-backup", "scs-0117-x-data"] {
            let outcome = try await outcome(of: testcase, "sizeless")
            #expect(outcome.ruling == "ABORT unreachable")
            #expect(outcome.message?.contains("0 GiB") == false, "\(outcome.message ?? "")")
        }
    }

    struct Framing: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var edit: @Sendable (HTTPRequest, inout HTTPResponse) throws -> Void
    }

    static let framings = [
        Framing(testDescription: "another range") { _, response in
            response.headers["Content-Range"] = "bytes 5-1048580/1048576"
        },
        Framing(testDescription: "no range") { _, response in
            response.headers["Content-Range"] = nil
        },
        Framing(testDescription: "gzip") { _, response in
            response.headers["Content-Encoding"] = "gzip"
        },
        Framing(testDescription: "multipart") { _, response in
            response.headers["Content-Type"] = "multipart/byteranges; boundary=a"
        },
        Framing(testDescription: "another length") { _, response in
            response.headers["Content-Length"] = "7"
        },
        Framing(testDescription: "five bytes too many") { request, _ in
            if case .stream(let sink) = request.bodyDestination {
                _ = try sink.receive([1, 2, 3, 4, 5])
            }
        },
    ]

    @Test(arguments: framings, [ReadBack.sample, .all])
    func `A download of another range is an ABORT, not data loss`(
        framing: Framing, readBack: ReadBack
    ) async throws {
        let outcome = try await outcome(of: "scs-0117-x-data", readBack: readBack) {
            request, response in
            if Self.isDownload(request) { try framing.edit(request, &response) }
        }
        #expect(
            outcome.ruling == "ABORT unreachable", "\(outcome.message ?? "")")
        #expect(outcome.message?.contains("/file gave an answer that cannot be read") == true)
    }

    @Test(arguments: [
        ("compliant", ReadBack.digest, "no byte was read back"),
        ("compliant", .sample, "the sha512 that the image service reports for all 1048576 bytes"),
        ("compliant", .sample, " were read back and compared: all equal (seed 7)"),
        ("compliant", .all, "all 1048576 bytes were read back"),
        ("hashless", .digest, "all 1048576 bytes were read back"),
        ("ceph", .sample, "all 1048576 bytes were read back"),
    ])
    func `A PASS states its proof`(
        profile: String, readBack: ReadBack, told: String
    ) async throws {
        let downloads = Mutex(0)
        let outcome = try await outcome(of: "scs-0117-x-data", profile, readBack: readBack) {
            request, _ in
            if Self.isDownload(request) { downloads.withLock { $0 += 1 } }
        }
        #expect(outcome.ruling == "PASS")
        #expect(outcome.evidence.contains { $0.text.contains(told) }, "\(outcome.evidence)")
        let isBelieved = readBack == .digest && profile != "hashless"
        #expect(downloads.withLock { $0 == 0 } == isBelieved)
    }

    @Test(arguments: [
        (ReadBack.sample, "FAIL data-mismatch"), (.all, "FAIL data-mismatch"), (.digest, "PASS"),
    ])
    func `A correct digest does not hide lost data from a comparison`(
        readBack: ReadBack, verdict: String
    ) async throws {
        let outcome = try await outcome(
            of: "scs-0117-x-data", "parroted-digest", readBack: readBack)
        #expect(outcome.ruling == verdict, "\(outcome.message ?? "")")
        let message = outcome.message ?? ""
        #expect(readBack == .digest || message.contains("at byte 0 (0.0 MiB): expected"))
    }

    @Test func `A partial comparison is no PASS`() async throws {
        let outcome = try await outcome(of: "scs-0117-x-data", "no-qcow2")
        #expect(outcome.ruling == "ABORT partly-proven")
        #expect(outcome.message?.contains("the first 8192 of 1048576 bytes") == true)
        let corrupt = try await self.outcome(of: "scs-0117-x-data", "no-qcow2+parroted-digest")
        #expect(corrupt.ruling == "FAIL data-mismatch")
    }
}

extension JSON {
    fileprivate var fields: [String: JSON]? {
        if case .object(let fields) = self { fields } else { nil }
    }
}
