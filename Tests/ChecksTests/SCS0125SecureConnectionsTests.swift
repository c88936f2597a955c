// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSCheckModules
import Testing
import TestSupport

/// Tests without handshakes; `RunnerTests/SecureConnectionsTests` uses real TLS servers.
struct SCS0125SecureConnectionsTests {
    private func outcome(_ endpoints: String) async throws -> TestcaseOutcome {
        let outcomes = try await SCS0125SecureConnections(try .builtIn("scs-0125")).judge(
            #"{"catalog": [{"type": "compute", "endpoints": [\#(endpoints)]}]}"#)
        return try #require(outcomes["scs-0125-x-https"])
    }

    private static let good = #"{"interface": "public", "url": "HTTPS://compute.example.org/v2.1"}"#

    @Test(arguments: ["http://10.0.0.5:8774/v2.1", "ftp://10.0.0.5/", "https://", "nonsense"])
    func `Every endpoint without https is reported, internal ones too`(url: String) async throws {
        let outcome = try await outcome(
            Self.good + #", {"interface": "internal", "url": "\#(url)"}"#)
        #expect(
            outcome.violations == [
                "The internal endpoint of compute is \(url); it must use https."
            ])
    }

    @Test func `A catalog without public endpoints leaves nothing to judge`() async throws {
        #expect(try await outcome("").ruling == "ABORT not-applicable")
        #expect(try await outcome(Self.good).ruling == "PASS")
    }
}
