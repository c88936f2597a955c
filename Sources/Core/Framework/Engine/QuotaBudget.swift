// SPDX-License-Identifier: Apache-2.0
import OpenStack

/// What of a project's quota the test cases of this run may still take.
struct QuotaBudget: Sendable {
    private var quota: QuotaSet?
    private var taken: [String: Int] = [:]

    static let unlimited = QuotaBudget(nil)

    init(_ quota: QuotaSet?) {
        self.quota = quota
    }

    var isUnknown: Bool { quota == nil }

    mutating func take(_ need: Need) {
        taken.merge(need.amounts, uniquingKeysWith: +)
    }

    mutating func giveBack(_ need: Need) {
        taken.merge(need.amounts.mapValues { -$0 }, uniquingKeysWith: +)
    }

    private static let advice =
        "Ask the operator to check the project's quota: its figures cannot be used."

    /// Nil where `need` fits; else which figures are too small, with all their numbers.
    func lack(for need: Need) -> Finding? {
        guard let quota else { return nil }
        var lacking: [String] = []
        var lines: [Evidence] = []
        for (name, amount) in need.amounts.sorted(by: { $0.key < $1.key }) {
            let told: QuotaSet.Figure?
            do {
                told = try quota.figure(name)
            } catch {
                return Finding(.unreachable, "\(error)", advice: Self.advice)
            }
            guard let figure = told, let left = figure.left else { continue }
            lines.append(
                Evidence(
                    .quota,
                    "\(name): \(amount) needed, \(left) left "
                        + "(limit \(figure.limit), in use \(figure.taken))"))
            if left - taken[name, default: 0] < amount {
                lacking.append("\(name) (\(amount) needed, \(left) left of \(figure.limit))")
            }
        }
        guard !lacking.isEmpty else { return nil }
        return Finding(
            .quota, "The project's quota has no room for \(lacking.joined(separator: ", ")).",
            advice: "Free resources in the project or raise its quota, then run again.",
            evidence: lines)
    }
}
