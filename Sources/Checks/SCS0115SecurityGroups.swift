// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// New security groups block incoming traffic and allow outgoing traffic.
///
/// Standard: https://docs.scs.community/standards/scs-0115-v1-default-rules-for-security-groups
package struct SCS0115SecurityGroups: CheckModule {
    package let standard = "scs-0115"

    package init() {}

    /// The rules of each new security group; nil if the API does not list them.
    static let rules = Fact<[SecurityGroupRule]?>(
        asSent: "default_security_group_rules",
        "The rules of each new security group, where the API lists them.",
        calls: ["GET /default-security-group-rules"]
    ) { cloud, recording in
        let rules = try await cloud.network.defaultSecurityGroupRules()
        if let rules { try recording?.keep("default_security_group_rules", rules) }
        return rules
    } recorded: {
        $0.list("default_security_group_rules", of: SecurityGroupRule.self)?.map(Optional.some)
    }
    package var facts: [any DeclaredFact<Cloud>] { [Self.rules] }

    package var testcases: [Testcase] {
        [Testcase("scs-0115-default-rules", depth: .api, Self.defaultRules)]
    }

    package var examples: [Example] {
        [
            Example(
                "Neutron's default rules",
                facts: Self.facts(Self.egress, Self.fromOwnGroup),
                verdicts: ["scs-0115-default-rules": .pass]),
            Example(
                "Members may reach each other in every group, not only in the default group",
                facts: Self.facts(
                    Self.egress,
                    #"{"direction": "ingress", "ethertype": "IPv4", "remote_group_id": "PARENT", "used_in_default_sg": true, "used_in_non_default_sg": true}"#
                ), verdicts: ["scs-0115-default-rules": .fail]),
            Example(
                "No rule for outgoing IPv6 traffic",
                facts: Self.facts(
                    #"{"direction": "egress", "ethertype": "IPv4", "used_in_default_sg": true, "used_in_non_default_sg": true}"#
                ), verdicts: ["scs-0115-default-rules": .fail]),
        ]
    }

    private static func facts(_ rules: String...) -> String {
        #"{"default_security_group_rules": [\#(rules.joined(separator: ", "))]}"#
    }

    private static let egress = #"""
        {"direction": "egress", "ethertype": "IPv4", "used_in_default_sg": true, "used_in_non_default_sg": true},
        {"direction": "egress", "ethertype": "IPv6", "used_in_default_sg": true, "used_in_non_default_sg": true}
        """#
    private static let fromOwnGroup = #"""
        {"direction": "ingress", "ethertype": "IPv4", "remote_group_id": "PARENT", "used_in_default_sg": true, "used_in_non_default_sg": false}
        """#
}

extension SCS0115SecurityGroups {
    private static var defaultRules: Scenario<Void> {
        Scenario()
            .step(
                "read the default security group rules",
                calls: rules.calls
            ) { context, _ in
                try await context.fact(Self.rules)
            }
            .step(
                "if the cloud does not list them, read the rules of a new group",
                creates: .securityGroup,
                calls: ["POST /security-groups", "GET /security-groups/{id}"]
            ) { context, rules -> [SecurityGroupRule] in
                if let rules { return rules }
                let group = try await context.create(.securityGroup("group"))
                let rules = try await context.show(group).rules
                try await context.keep(Self.rules, as: rules)
                return rules
            }
            .require("incoming traffic is blocked, outgoing traffic is allowed") { context, rules in
                try context.judge(
                    advice:
                        "Change the default rules as an administrator: openstack default security group "
                        + "rule create or delete"
                ) { judge(rules, &$0) }
            }
    }

    private static func judge(_ rules: [SecurityGroupRule], _ judgement: inout Judgement) {
        // Unlike default rules, the rules of a group do not say where they apply.
        let isOfGroup = rules.allSatisfy {
            $0.isForDefaultGroup == nil && $0.isForOtherGroups == nil
        }
        for rule in rules where rule.direction == "ingress" {
            let isFromOwnGroup =
                !isOfGroup && rule.remoteGroup == "PARENT" && rule.isForOtherGroups != true
            if !isFromOwnGroup {
                judgement.violation(
                    "The rule \(rule.formatted) allows incoming traffic; only a default group may, "
                        + "from its own members (remote group PARENT, not used in other groups).")
            }
        }
        for ethertype in ["IPv4", "IPv6"] {
            let egress = rules.filter {
                $0.direction == "egress" && $0.ethertype == ethertype
                    && (isOfGroup || ($0.remoteIPPrefix ?? "").isEmpty)
            }
            typealias Group = (name: String, applies: (SecurityGroupRule) -> Bool)
            let new: [Group] = [("a new group", { _ in true })]
            let defaults: [Group] = [
                ("default groups", { $0.isForDefaultGroup == true }),
                ("all other groups", { $0.isForOtherGroups == true }),
            ]
            let groups = isOfGroup ? new : defaults
            for (name, applies) in groups where !egress.contains(where: applies) {
                judgement.violation(
                    "No rule of \(name) allows all outgoing \(ethertype) traffic; one is required.")
            }
        }
    }
}

extension SecurityGroupRule {
    fileprivate var formatted: String {
        let from = remoteGroup.map { "the group \($0)" } ?? remoteIPPrefix ?? "anywhere"
        return "\(id ?? "without an id") (\(ethertype ?? "any ethertype"), "
            + "\(protocolName ?? "any protocol"), from \(from))"
    }
}
