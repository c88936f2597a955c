// SPDX-License-Identifier: Apache-2.0

/// Which verdicts are honest about a lie: the table of every campaign that tells lies.
package struct HonestVerdict: Sendable {
    private let order: LieWitness.Order

    package init(about order: LieWitness.Order) {
        self.order = order
    }

    /// Nil where the verdict (`PASS`, `FAIL timed-out`) is honest; else what is wrong with it.
    package func objection(to verdict: String) -> String? {
        if verdict == "PASS" || verdict == "PASS leftovers" {
            return passes ? nil : "what must be proven was not"
        }
        if verdict.hasPrefix("ABORT ") {
            return verdict == "ABORT internal" ? "our own fault is no reason" : nil
        }
        return failures.contains { verdict == "FAIL \($0)" } ? nil : "a lie is no disproof"
    }

    /// Whether a test case may pass; else the lie takes away what it must have seen.
    package var passes: Bool {
        guard case .odd(let path, _) = order.lie, path.keys.last == "status" else { return true }
        // Nothing is ready whose state nobody can read.
        return !["volumes", "backups", "snapshots", "images", "servers"].contains {
            order.shape.hasPrefix("GET ") && order.shape.hasSuffix("/\($0)/{id}")
        }
    }

    /// Whether it says which users and roles there are, or whose domain a manager has: scs-0302 judges
    /// Keystone by its own lists, and nobody else knows better.
    private static func isOfIdentity(_ path: FieldPath) -> Bool {
        [["users", "0", "id"], ["roles", "0", "id"], ["token", "domain", "id"]].contains(path.keys)
    }

    /// Whether a standard is about what the field says, or about its being there at all.
    private static func isJudged(_ path: FieldPath, isText: Bool, _ value: OddValue) -> Bool {
        let isUnset = value == .null || value == .missing
        return switch path.keys.first {
        // A property that is not set is told as null, or not told.
        case "images": isText || isUnset && path.keys.count == 3
        case "flavors": isText || isUnset && path.keys.contains("extra_specs")
        case "token": isText && ["catalog", "roles"].contains(path.keys.dropFirst().first)
        default: false
        }
    }

    /// The reasons with which a test case may fail: what the lie says is what the standard forbids.
    package var failures: [String] {
        switch order.lie {
        case .odd(let path, let value):
            var reasons: [String] = []
            // A state that nobody knows is waited for, and disproves what never comes.
            let isText = [.empty, .dots, .slashes, .escape, .long, .token].contains(value)
            if path.keys.last == "status" && isText { reasons.append("timed-out") }
            // What a rule says is what the standard is about.
            let isOfRules = path.keys.first?.hasSuffix("security_group_rules") == true
            // So is that a list shows what was made, whose it is, and a change of a description.
            let isRequired =
                isOfRules || isText && Self.isOfIdentity(path)
                || Self.isJudged(path, isText: isText, value) && !order.shape.contains("?")
                || path.keys.last == "0" && value == .missing
                || ["description", "domain_id"].contains(path.keys.last)
            if isRequired { reasons.append("demand-not-met") }
            return reasons
        case .ineffective, .slowDeletion:
            // It is the deletion that fails; or what had to be refused was answered with a yes.
            return ["resource-error", "timed-out", "demand-not-met"]
        // That its owner finds it listed is what two standards demand.
        case .hidden: return ["demand-not-met"]
        default: return []
        }
    }
}
