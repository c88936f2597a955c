// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSCheckModules
import SCSSimulatedCloud
import Testing
import TestSupport

struct SCS0115SecurityGroupsTests {
    private static let id = "scs-0115-default-rules"
    private static let egress = #"""
        {"direction": "egress", "ethertype": "IPv4", "used_in_default_sg": true, "used_in_non_default_sg": true},
        {"direction": "egress", "ethertype": "IPv6", "used_in_default_sg": true, "used_in_non_default_sg": true}
        """#

    private func outcome(_ rules: String) async throws -> TestcaseOutcome {
        let outcomes = try await SCS0115SecurityGroups().judge(
            #"{"default_security_group_rules": [\#(rules)]}"#)
        return try #require(outcomes[Self.id])
    }

    @Test func `A rule that allows incoming traffic is reported`() async throws {
        let ssh = #"{"id": "7", "direction": "ingress", "ethertype": "IPv4", "protocol": "tcp"}"#
        let outcome = try await outcome(Self.egress + ", " + ssh)
        #expect(
            outcome.violations == [
                "The rule 7 (IPv4, tcp, from anywhere) allows incoming traffic; only a default group "
                    + "may, from its own members (remote group PARENT, not used in other groups)."
            ])
    }

    @Test func `Blocked outgoing traffic is reported for each kind of group`() async throws {
        let outcome = try await outcome(
            #"{"direction": "egress", "ethertype": "IPv4", "used_in_default_sg": true, "used_in_non_default_sg": true}"#
        )
        #expect(
            outcome.violations == [
                "No rule of default groups allows all outgoing IPv6 traffic; one is required.",
                "No rule of all other groups allows all outgoing IPv6 traffic; one is required.",
            ])
    }

    @Test(arguments: [
        ("compliant", "PASS"), ("old-neutron", "PASS"),
        ("old-neutron+scs-0115-default-rules", "FAIL demand-not-met"),
    ])
    func `Without a list of default rules, a new group's rules are judged`(
        profile: String, ruling: String
    ) async throws {
        let run = try SimulatedRun(profile)
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(try Plan(of: SCS0115SecurityGroups()))
        #expect(outcomes.map(\.ruling) == [ruling])
        #expect(run.cloud.inventory == before)
    }
}
