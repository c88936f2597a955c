// SPDX-License-Identifier: Apache-2.0

/// Which verdicts are honest about a lie: the table for all campaigns with lies.
package struct HonestVerdict: Sendable {
    private let order: LieWitness.Order

    package init(about order: LieWitness.Order) {
        self.order = order
    }

    /// Nil if the verdict (`PASS`, `FAIL timed-out`) is honest; else the objection.
    package func objection(to verdict: String) -> String? {
        if verdict == "PASS" || verdict == "PASS leftovers" {
            return passes ? nil : "what must be proven was not"
        }
        if verdict.hasPrefix("ABORT ") {
            return verdict == "ABORT internal" ? "our own fault is no reason" : nil
        }
        return failures.contains { verdict == "FAIL \($0)" } ? nil : "a lie is no disproof"
    }

    /// Whether a test case may pass; otherwise the lie hides what it needs to see.
    package var passes: Bool {
        guard case .odd(let path, _) = order.lie, path.keys.last == "status" else { return true }
        // A resource without a readable state is never ready.
        return !["volumes", "backups", "snapshots", "images", "servers"].contains {
            order.shape.hasPrefix("GET ") && order.shape.hasSuffix("/\($0)/{id}")
        }
    }

    /// Whether it lists users and roles, or the domain of a manager: scs-0302 judges Keystone by
    /// its own lists, as there is no other source.
    private static func isOfIdentity(_ path: FieldPath) -> Bool {
        [["users", "0", "id"], ["roles", "0", "id"], ["token", "domain", "id"]].contains(path.keys)
    }

    /// Whether a standard is about the field's value or presence.
    private static func isJudged(_ path: FieldPath, isText: Bool, _ value: OddValue) -> Bool {
        let isUnset = value == .null || value == .missing
        return switch path.keys.first {
        // A property that is not set is null or absent.
        case "images": isText || isUnset && path.keys.count == 3
        case "flavors": isText || isUnset && path.keys.contains("extra_specs")
        case "token": isText && ["catalog", "roles"].contains(path.keys.dropFirst().first)
        default: false
        }
    }

    /// The reasons with which a test case may fail, because the lie violates the standard.
    package var failures: [String] {
        switch order.lie {
        case .odd(let path, let value):
            var reasons: [String] = []
            // An unknown state is waited on, and disproves what never happens.
            let isText = [.empty, .dots, .slashes, .escape, .long, .token].contains(value)
            if path.keys.last == "status" && isText { reasons.append("timed-out") }
            // The standard is about the content of rules.
            let isOfRules = path.keys.first?.hasSuffix("security_group_rules") == true
            // It is also about lists of what was created, its owner, and changes of a description.
            let isRequired =
                isOfRules || isText && Self.isOfIdentity(path)
                || Self.isJudged(path, isText: isText, value) && !order.shape.contains("?")
                || path.keys.last == "0" && value == .missing
                || ["description", "domain_id"].contains(path.keys.last)
            if isRequired { reasons.append("demand-not-met") }
            return reasons
        case .ineffective, .slowDeletion:
            // The deletion fails; or a request that had to be refused was accepted.
            return ["resource-error", "timed-out", "demand-not-met"]
        // Two standards require that the owner finds it listed.
        case .hidden: return ["demand-not-met"]
        default: return []
        }
    }
}
