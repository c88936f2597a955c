// SPDX-License-Identifier: Apache-2.0

/// What of a quota the test cases of this run may still take.
public struct QuotaBudget: Sendable {
    /// One figure of a quota, as it was told.
    public struct Figure: Sendable {
        /// How much is left.
        public var left: Int
        /// The limit, and how much is taken, for people.
        public var limit: String
        /// How much is in use or reserved, for people.
        public var taken: String

        /// A figure with what is left, and its numbers for people.
        public init(left: Int, limit: String, taken: String) {
            self.left = left
            self.limit = limit
            self.taken = taken
        }
    }

    private var figure: (@Sendable (String) throws -> Figure?)?
    private var taken: [String: Int] = [:]

    /// No quota limits anything.
    public static let unlimited = QuotaBudget()

    private init() {}

    /// `figure` gives what the quota says under a name; nil where it limits nothing of that name.
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

    /// Nil where `need` fits; else which figures are too small, with all their numbers.
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
