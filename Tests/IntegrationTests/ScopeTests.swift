// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import Testing
import TestSupport

/// The whole scope against a real conforming cloud, and against the same with defects seeded.
extension RealClouds {
    @Suite(
        .serialized,
        .enabled(
            if: !DevCloud.whole.isEmpty, "DEVCLOUD_SERVICES=all make devcloud brings one up"))
    struct ScopeTests {
        private let temporary: TemporaryFolder
        private var folder: String { temporary.path }

        init() throws { temporary = try TemporaryFolder() }

        @Test(arguments: DevCloud.whole)
        func `A compliant cloud passes, guests included, and keeps no leftovers`(_ cloud: DevCloud)
            async throws
        {
            try await cloud.seed("compliant.py")
            let before = try await cloud.inventory()
            let outcome = try await cloud.run([
                "run", "--scope", "iaas", "--cloud", "devcloud", "--output", folder, "--journals",
                folder, "--record", folder + "/facts.json",
            ])
            let report = try report()
            for testcase in report.testcases where testcase.reason != .manual {
                let isGuest = testcase.standard == "scs-0101"
                guard cloud.hasGuests || !isGuest else { continue }
                #expect(
                    testcase.verdict == .pass, "\(testcase.id): \(testcase.message ?? "")")
            }
            if cloud.hasGuests { #expect(outcome.status == 0) }
            #expect(report.leftovers.isEmpty)
            #expect(try await cloud.inventory() == before)
            // Recorded facts yield the same verdicts; outcomes that need the cloud are carried
            // over.
            let again = try await cloud.run([
                "judge", folder + "/facts.json", "--output", folder + "/again",
            ])
            #expect(again.status == outcome.status)
            let judged = try read(folder + "/again")
            for testcase in judged.testcases where testcase.reason != .manual {
                #expect(testcase.verdict == .pass || testcase.reason == .notApplicable)
            }
        }

        @Test(
            arguments: DevCloud.whole,
            [
                "scs-0100-syntax-check", "scs-0100-semantics-check", "scs-0102-prop-os_distro",
                "scs-0102-image-recency", "scs-0103-flavor-1l-1", "scs-0104-source-debian-13",
                "scs-0114-syntax-check", "scs-0115-default-rules", "scs-0116-presence",
                "scs-0123-service-load-balancer",
            ])
        func `A seeded defect fails its own test case`(_ cloud: DevCloud, _ testcase: String)
            async throws
        {
            try await cloud.seed("defects.py", "--seed", testcase)
            let outcome = try await cloud.run([
                "run", "--scope", "iaas", "scs-0100", "scs-0102", "scs-0103", "scs-0104",
                "scs-0114", "scs-0115", "scs-0116-presence", "scs-0123", "--cloud", "devcloud",
                "--output", folder, "--journals", folder,
            ])
            try await cloud.seed("defects.py", "--heal", testcase)
            let report = try report()
            let failed = report.testcases.filter { $0.verdict == .fail }.map(\.id)
            #expect(failed == [testcase])
            #expect(outcome.status == 1)
        }

        private func report() throws -> Report { try read(folder) }

        private func read(_ folder: String) throws -> Report {
            let path = folder + "/report.json"
            return try JSONReport.read(
                Array(try Data(contentsOf: URL(filePath: path))), file: path)
        }
    }
}

extension DevCloud {
    /// The clouds that have all services of the scope.
    static let whole = running.filter(\.isWhole)

    var isWhole: Bool { hasDaemon("octavia-api") && hasDaemon("nova-api") }

    /// Whether it runs real virtual machines.
    var hasGuests: Bool { hasDaemon("libvirtd") }

    private func hasDaemon(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(state)/run/\(name).pid")
    }

    private var state: String { String(clouds.dropLast("/clouds.yaml".count)) }

    /// Makes the cloud conform to the scope, or seeds or heals a defect.
    func seed(_ program: String, _ arguments: String...) async throws {
        let base = state.split(separator: "/").dropLast().joined(separator: "/")
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(component: "DevCloud/\(program)").path()
        let outcome = try await Process(
            "/\(base)/venv/bin/python", [script, clouds] + arguments,
            environment: ["HOME=/nonexistent", "PATH=/usr/bin:/bin"]
        ).wait()
        #expect(outcome.status == 0, "\(outcome.output.suffix(600))")
    }
}
