// SPDX-License-Identifier: Apache-2.0
public import Core

/// New security groups let nothing in from outside, and everything out.
///
/// Standard: https://docs.scs.community/standards/scs-0115-v1-default-rules-for-security-groups
public struct SCS0115SecurityGroups: CheckModule {
    public let standard = "scs-0115"
    public let aliases = ["security-groups"]

    public init() {}

    public var testcases: [Testcase] {
        [Testcase("scs-0115-default-rules", depth: .api, Self.defaultRules)]
    }

    public var examples: [Example] {
        [
            Example(
                "The rules that Neutron comes with",
                facts: Self.facts(Self.egress, Self.fromOwnGroup),
                verdicts: ["scs-0115-default-rules": .pass]),
            Example(
                "Whoever is in the group may come in, in every group",
                facts: Self.facts(
                    Self.egress,
                    #"{"direction": "ingress", "ethertype": "IPv4", "remote_group_id": "PARENT", "used_in_default_sg": true, "used_in_non_default_sg": true}"#
                ), verdicts: ["scs-0115-default-rules": .fail]),
            Example(
                "Nothing goes out by IPv6",
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
                calls: ["GET /default-security-group-rules"]
            ) { context, _ in
                try await context.fact(.defaultSecurityGroupRules)
            }
            .step(
                "where the cloud does not tell them, look at those of a new group",
                creates: .securityGroup,
                calls: ["POST /security-groups", "GET /security-groups/{id}"]
            ) { context, rules -> [SecurityGroupRule] in
                if let rules { return rules }
                let group = try await context.create(.securityGroup("group"))
                let rules = try await context.show(group).rules
                try await context.keep(.defaultSecurityGroupRules, as: rules)
                return rules
            }
            .require("nothing comes in, everything goes out") { context, rules in
                try context.judge(
                    advice: "Change them as an administrator: openstack default security group "
                        + "rule create or delete"
                ) { judge(rules, &$0) }
            }
    }

    private static func judge(_ rules: [SecurityGroupRule], _ judgement: inout Judgement) {
        // Rules of a group, in place of those that groups begin with, do not tell where they are used.
        let isOfGroup = rules.allSatisfy {
            $0.isForDefaultGroup == nil && $0.isForOtherGroups == nil
        }
        for rule in rules where rule.direction == "ingress" {
            let isFromOwnGroup =
                !isOfGroup && rule.remoteGroup == "PARENT" && rule.isForOtherGroups != true
            if !isFromOwnGroup {
                judgement.violation(
                    "The rule \(rule.formatted) lets traffic in; only a default group may, from "
                        + "itself (remote group PARENT, not used in other groups).")
            }
        }
        for ethertype in ["IPv4", "IPv6"] {
            let egress = rules.filter {
                $0.direction == "egress" && $0.ethertype == ethertype
                    && (isOfGroup || ($0.remoteIPPrefix ?? "").isEmpty)
            }
            let groups: [(String, (SecurityGroupRule) -> Bool)] =
                isOfGroup
                ? [("a new group", { _ in true })]
                : [
                    ("default groups", { $0.isForDefaultGroup == true }),
                    ("all other groups", { $0.isForOtherGroups == true }),
                ]
            for (name, applies) in groups where !egress.contains(where: applies) {
                judgement.violation(
                    "No rule of \(name) lets all \(ethertype) traffic out; one is needed.")
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
