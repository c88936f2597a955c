// SPDX-License-Identifier: Apache-2.0

/// What a run's test cases may still use of a quota.
public struct QuotaBudget: Sendable {
    /// One figure of a quota, as the service reports it.
    public struct Figure: Sendable {
        /// How much is left.
        public var left: Int
        /// The limit, as text.
        public var limit: String
        /// What is in use or reserved, as text.
        public var taken: String

        /// A figure with what is left, and its numbers as text.
        public init(left: Int, limit: String, taken: String) {
            self.left = left
            self.limit = limit
            self.taken = taken
        }
    }

    private var figure: (@Sendable (String) throws -> Figure?)?
    private var taken: [String: Int] = [:]

    /// A budget without limits.
    public static let unlimited = QuotaBudget()

    private init() {}

    /// A budget from `figure`, which returns the quota's figure by name; nil if nothing limits it.
    public init(_ figure: @escaping @Sendable (String) throws -> Figure?) {
        self.figure = figure
    }

    var isUnlimited: Bool { figure == nil }

    mutating func take(_ need: Need) {
        taken.merge(need.amounts, uniquingKeysWith: +)
    }

    mutating func giveBack(_ need: Need) {
        taken.merge(need.amounts.mapValues { -$0 }, uniquingKeysWith: +)
    }

    private static let advice =
        "Ask the operator to check the project's quota: its figures cannot be used."

    /// Nil if `need` fits; else which figures are too small, with all their numbers.
    func lack(for need: Need) -> Finding? {
        guard let figure else { return nil }
        var lacking: [String] = []
        var lines: [Evidence] = []
        for (name, amount) in need.amounts.sorted(by: { $0.key < $1.key }) {
            let told: Figure?
            do {
                told = try figure(name)
            } catch {
                return Finding(.unreachable, "\(error)", advice: Self.advice)
            }
            guard let told else { continue }
            let left = told.left
            lines.append(
                Evidence(
                    .quota,
                    "\(name): \(amount) needed, \(left) left "
                        + "(limit \(told.limit), in use \(told.taken))"))
            if left - taken[name, default: 0] < amount {
                lacking.append("\(name) (\(amount) needed, \(left) left of \(told.limit))")
            }
        }
        guard !lacking.isEmpty else { return nil }
        return Finding(
            .quota, "The project's quota has no room for \(lacking.joined(separator: ", ")).",
            advice: "Free resources in the project or raise its quota, then run again.",
            evidence: lines)
    }
}
