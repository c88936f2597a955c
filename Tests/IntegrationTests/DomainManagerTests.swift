// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import Testing
import TestSupport

/// scs-0302 against a real Identity service with managers of two domains.
extension RealClouds {
    @Suite(.serialized, .enabled(if: !DevCloud.running.isEmpty, "make devcloud brings one up"))
    struct DomainManagerTests {
        private let temporary: TemporaryFolder
        private var folder: String { temporary.path }

        init() throws { temporary = try TemporaryFolder() }

        @Test(arguments: DevCloud.running)
        func `Managers stay within their own domain, and nothing is left in either`(
            _ cloud: DevCloud
        ) async throws {
            let outcome = try await run(cloud, other: "devcloud-manager2")
            let report = try report()
            let tried = report.testcases.filter { $0.reason != .manual }
            for testcase in tried {
                #expect(testcase.verdict == .pass, "\(testcase.id): \(testcase.message ?? "")")
            }
            #expect(tried.count == 7)
            #expect(outcome.status == 0, "\(outcome.output.suffix(600))")
            #expect(report.leftovers.isEmpty)
            for collection: PathSegment in ["users", "projects", "groups", "roles"] {
                let names = try await cloud.identities(collection)
                #expect(!names.isEmpty || collection == "groups")
                #expect(!names.contains { $0.hasPrefix("scs-check-") })
            }
        }

        @Test(arguments: DevCloud.running)
        func `A member of a project is no manager of a domain`(_ cloud: DevCloud) async throws {
            _ = try await run(cloud, other: "devcloud2")
            for testcase in try report().testcases where testcase.reason != .manual {
                #expect(testcase.verdict == .abort && testcase.reason == .notApplicable)
            }
        }

        private func run(_ cloud: DevCloud, other: String) async throws -> DevCloud.Outcome {
            try await cloud.run([
                "run", "domain-manager", "--cloud", "devcloud", "--manager-cloud",
                "devcloud-manager", "--other-manager-cloud", other, "--output", folder,
                "--journals", folder,
            ])
        }

        private func report() throws -> Report {
            let path = folder + "/report.json"
            return try JSONReport.read(
                Array(try Data(contentsOf: URL(filePath: path))), file: path)
        }
    }
}
