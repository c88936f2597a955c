// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheckModules

@testable import SCSCheck
@testable import SCSFleet
@testable import SCSHTTP
@testable import SCSHandover
@testable import SCSOpenStack
@testable import SCSSupport
@testable import SCSYAML

/// Parsers of external bytes; each must refuse invalid input in words, and never crash or hang.
enum Subject: String, CaseIterable {
    case agent, archive, attestations, certificate, clouds, documents, facts, flavor, flavors, gzip,
        image, journal, json, key, limits, quota, report, scope, signature, signers, standard,
        token, toml, upload, volumes, words, yaml
    case retryAfter = "retry-after"

    /// Reads the bytes; a trap is a finding, and so is an undeclared error.
    func read(_ bytes: [UInt8]) {
        do {
            try readOrRefuse(bytes)
        } catch let error as YAMLError {
            // Lists of errors are for people: they must be printable.
            expect(
                !error.description.utf8.contains { $0 < 0x20 && $0 != 0x0A }, "control character")
        } catch {
            let text = "\(error)"
            expect(
                !text.isEmpty && text.utf8.count < 20_000, "an error of \(text.utf8.count) bytes")
        }
    }

    private func readOrRefuse(_ bytes: [UInt8]) throws {
        switch self {
        case .agent:
            do { _ = try AgentReply.identities(bytes) } catch { refused(error.problem) }
            do { _ = try AgentReply.signature(bytes) } catch { refused(error.problem) }
        case .archive:
            do { _ = try Tar.unpack(bytes) } catch { refused(error.problem) }
        case .gzip:
            do { _ = try Gzip.unpack(bytes, limit: 1 << 20) } catch { refused(error.problem) }
        case .documents: _ = try MonitorDocument.read(bytes, .yaml, file: "f")
        case .upload: _ = try QueuedUpload.read(bytes, file: "f")
        // Armored here, as no fuzzer finds base64 of use.
        case .key:
            let file = try PrivateKeyFile(
                Array(Armor.encode(bytes, "OPENSSH PRIVATE KEY").utf8), file: "f")
            if !file.isEncrypted { _ = try file.unlock(passphrase: nil) }
        case .signature:
            let armored = Array(Armor.encode(bytes, "SSH SIGNATURE").utf8)
            _ = try SSHSignature(armored: armored, file: "f").isValid(for: [])
        case .signers: _ = try AllowedSigners(bytes, file: "f")
        case .attestations:
            _ = try AttestationFile.read(
                bytes, file: "f", subject: "mycloud",
                on: require(CalendarDate("2026-05-02")), known: ["key-manager-docs-check"])
        case .certificate: _ = try X509Certificate(bytes)
        case .clouds: try clouds(bytes)
        case .facts: _ = try RecordedFacts.read(bytes, file: "f")
        case .flavor: try flavor(String(decoding: bytes, as: UTF8.self))
        case .flavors:
            for flavor in try decoded([Flavor].self, bytes) {
                bounded(flavor.vcpus, flavor.ram, flavor.disk)
            }
        case .image:
            let image = try decoded(Image.self, bytes)
            if let size = image.size { bounded(size) }
            let offered = try decoded(PublicImage.self, bytes)
            for number in [offered.size, offered.minDisk, offered.minRAM] {
                if let number { bounded(number) }
            }
        case .limits: try quota(QuotaSet(absoluteLimits: JSON.parse(bytes)))
        case .quota: try quota(try decoded(QuotaSet.self, bytes))
        case .volumes:
            let sizes = try decoded([Volume].self, bytes).map { try $0.size }
            if let sum = Quantity.sum(sizes) { bounded(sum) }
        case .journal:
            // Sealed here, as no fuzzer finds a checksum, and the content is to be read.
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            let sealed = lines.map { JournalLine.sealed(Array($0)) }
            _ = try JournalReader.read(Array(sealed.joined(separator: [0x0A])), file: "f")
        case .json: try json(bytes)
        case .report: _ = try JSONReport.read(bytes, file: "f")
        case .retryAfter: retryAfter(String(decoding: bytes, as: UTF8.self))
        case .scope: _ = try ScopeFile.read(bytes, file: "f", strictness: .lenient)
        case .standard: _ = try StandardFile.read(bytes, file: "f")
        case .token: try token(bytes)
        case .toml: _ = try TOMLDocument.parse(bytes, file: "f")
        case .words: _ = ShellWords.split(String(decoding: bytes, as: UTF8.self))
        case .yaml: _ = try YAMLDocument.parse(bytes, file: "f")
        }
    }

    private func refused(_ problem: String) {
        expect(
            !problem.isEmpty && problem.utf8.count < 1000,
            "a problem of \(problem.utf8.count) bytes")
    }

    private func require<Value>(_ value: Value?) -> Value {
        guard let value else { fatalError("a constant is none") }
        return value
    }

    private func clouds(_ bytes: [UInt8]) throws {
        let finder = ConfigurationFinder(
            environment: [:], workingDirectory: "/w", homeDirectory: "/h",
            readFile: { $0 == "/w/clouds.yaml" ? bytes : nil })
        for name in try finder.cloudNames().prefix(4) { _ = try finder.configuration(cloud: name) }
    }

    /// A parsed name prints as a name that parses to the same.
    private func flavor(_ text: String) throws {
        guard let name = try FlavorName.parse(text) else { return }
        expect(!name.words.isEmpty, "no words")
        let printed = name.description
        try expect(
            try FlavorName.parse(printed)?.description == printed, "\(text) becomes \(printed)")
    }

    /// A parsed document is written as one that parses to the same.
    private func json(_ bytes: [UInt8]) throws {
        let value = try JSON.parse(bytes)
        for text in [try JSONWriter.text(value), try JSONWriter.line(value)] {
            try expect(
                try JSONReader.decode(JSON.self, from: text) == value, "another document comes back"
            )
        }
    }

    private func decoded<T: Decodable>(_ type: T.Type, _ bytes: [UInt8]) throws -> T {
        try JSONReader.decode(type, from: bytes)
    }

    private func bounded(_ quantities: Quantity...) {
        for quantity in quantities {
            expect((0...Quantity.greatest).contains(quantity.int64), "\(quantity)")
        }
    }

    /// Readable figures leave something between zero and their limit.
    private func quota(_ quota: QuotaSet) throws {
        let need = Need.volume(gib: 1) + .backup(gib: 1)
        _ = QuotaBudget(quota).lack(for: need)
        for name in need.amounts.keys {
            guard let figure = try quota.figure(name) else { continue }
            bounded(figure.inUse, figure.reserved)
            if case .atMost(let most) = figure.limit {
                expect((0...most.int).contains(figure.left ?? -1), "\(figure)")
            }
        }
    }

    private func retryAfter(_ text: String) {
        let now = Date(timeIntervalSince1970: 1_780_000_000)
        guard let pause = RetryAfter.parse(text, now: now) else { return }
        expect(pause >= .zero && pause <= RetryAfter.longest, "a pause of \(pause)")
    }

    /// A token's document, and the URLs in its catalog.
    private func token(_ bytes: [UInt8]) throws {
        let response = HTTPResponse(status: 201, headers: ["X-Subject-Token": "t"], body: bytes)
        let token = try Keystone.token(in: response, call: "POST")
        for service in ServiceType.all {
            guard
                let url = try? token.catalog.endpoint(
                    Catalog.Selection(types: service.types, interfaces: ["public"]))
            else { continue }
            let endpoint = Endpoint(
                url, majorVersion: service.majorVersion, projectID: token.projectID)
            expect(endpoint.versioned.hasSuffix("/\(service.majorVersion)"), endpoint.versioned)
            _ = endpoint.url(["volumes", "a b"], query: [("n", "a&b=c")])
        }
    }

    /// Traps, so that the fuzzer keeps the input.
    private func expect(
        _ isTrue: @autoclosure () throws -> Bool, _ message: @autoclosure () -> String
    ) rethrows {
        guard try isTrue() else { fatalError(message()) }
    }
}
