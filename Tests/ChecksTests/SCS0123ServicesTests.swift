// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSCheckModules
import Testing
import TestSupport

struct SCS0123ServicesTests {
    private static func module() throws -> SCS0123Services {
        try SCS0123Services(try StandardDescription.builtIn("scs-0123"))
    }

    @Test func `A catalog without a service fails only that service's test case`() async throws {
        let outcomes = try await Self.module().judge(
            catalog([
                "identity", "image", "network", "load-balancer", "placement", "block-storage",
                "object-store-s3",
            ]))
        let failed = outcomes.values.filter { $0.verdict == .fail }.map(\.id)
        #expect(failed == ["scs-0123-service-compute"])
        let message = try #require(outcomes["scs-0123-service-compute"]?.message)
        #expect(message.contains("no service of type compute"))
    }

    @Test(arguments: ["volume", "volumev3", "block-storage"])
    func `Block Storage passes under any of its service types`(type: String) async throws {
        let outcomes = try await Self.module().judge(catalog([type]))
        #expect(outcomes["scs-0123-storage-apis"]?.ruling == "PASS")
    }

    @Test(arguments: [
        (["volumev3", "volume"], 1), (["volumev3", "block-storage"], 0), (["block-storage"], 0),
    ])
    func `An alias without the official type is worth a remark, no more`(
        types: [String], remarks: Int
    ) async throws {
        let outcome = try #require(
            try await Self.module().judge(catalog(types))["scs-0123-storage-apis"])
        #expect(outcome.ruling == "PASS")
        #expect(outcome.notes.count == remarks)
        #expect(outcome.notes.allSatisfy { $0.contains("lists volumev3, volume, an alias of") })
    }

    @Test func `The services of v2 are those of v1 without placement`() async throws {
        let outcomes = try await Self.module().judge(
            catalog([
                "compute", "identity", "image", "network", "load-balancer", "block-storage",
                "object-store-s3",
            ]))
        let failed = outcomes.values.filter { $0.verdict == .fail }.map(\.id)
        #expect(failed == ["scs-0123-service-placement"])
    }

    @Test func `Without Swift there is no S3 to test`() async throws {
        let outcome = try #require(
            try await Self.module().judge(catalog(["compute"]))["scs-0123-swift-s3"])
        #expect(outcome.ruling == "PASS")
        #expect(outcome.steps.map(\.state) == [.passed, .notReached, .notReached])
    }

    @Test(arguments: [
        ("compliant", "PASS"), ("scs-0123-swift-s3", "FAIL demand-not-met"),
    ])
    func `Swift's host must speak S3`(profile: String, ruling: String) async throws {
        let plan = try Plan(of: Self.module(), ["scs-0123-swift-s3"])
        let outcomes = try await SimulatedRun(profile).carryOut(plan)
        #expect(outcomes.first { $0.id == "scs-0123-swift-s3" }?.ruling == ruling)
    }

    private func catalog(_ types: [String]) -> String {
        let services = types.map { #"{"type": "\#($0)", "endpoints": []}"# }
        return #"{"catalog": [\#(services.joined(separator: ", "))]}"#
    }
}
