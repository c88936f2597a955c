// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// What a user selected: standards by any of their names, test cases by their ids, or globs of either.
struct Selection {
    /// How a test case was selected.
    enum Match {
        case none
        /// As one of its standard, whose name fits.
        case byStandard
        /// By its own id, which fits where no name of its standard does.
        case byID
    }

    private let selectors: [(text: String, glob: Glob)]
    /// Those without a wildcard, by what they match in lower case: a scope names each of its test cases.
    private let exact: [String: [String]]
    private let wildcards: [(text: String, glob: Glob)]
    private var used: Set<String> = []

    /// Throws `MalformedGlob`.
    init(_ selectors: [String]) throws {
        self.selectors = try selectors.map { ($0, try Glob($0)) }
        wildcards = self.selectors.filter { !$0.glob.isExact }
        exact = Dictionary(
            grouping: self.selectors.filter(\.glob.isExact).map(\.text)
        ) { $0.lowercased() }
    }

    var isEmpty: Bool { selectors.isEmpty }

    /// The selectors that fit the name.
    private func fitting(_ name: String) -> [String] {
        let name = name.lowercased()
        return (exact[name] ?? []) + wildcards.filter { $0.glob.matches(name) }.map(\.text)
    }

    /// How the test case is selected; remembers which selectors took part.
    mutating func match(_ id: String, of standard: StandardDescription?) -> Match {
        // A glob that fits the standard too means the standard.
        let common = standard?.names.flatMap(fitting) ?? []
        let meant = common.filter { isMeant(standard, by: $0) }
        let own = fitting(id).filter { !common.contains($0) }
        used.formUnion(meant + own)
        return own.isEmpty ? meant.isEmpty ? .none : .byStandard : .byID
    }

    /// Whether the id of one of its test cases fits.
    func namesPart(of standard: StandardDescription) -> Bool {
        let others = standard.names.flatMap(fitting).filter { !isMeant(standard, by: $0) }
        return standard.testcases.contains { testcase in
            fitting(testcase.id).contains { !others.contains($0) }
        }
    }

    /// A draft is selected by its own name; a glob that fits its name is about what is in force.
    private func isMeant(_ standard: StandardDescription?, by selector: String) -> Bool {
        guard let standard, standard.isDraft else { return true }
        return standard.names.contains(selector)
    }

    /// The first selector that took no part in any match.
    var unused: String? { selectors.first { !used.contains($0.text) }?.text }

    /// Whether the selector fits any of those names.
    func fits(_ selector: String, anyOf names: [String]) -> Bool {
        selectors.contains { $0.text == selector && names.contains(where: $0.glob.matches) }
    }
}

/// A selector that matches nothing.
package struct UnknownSelection: Error, CustomStringConvertible {
    package var selector: String
    package var nearest: String?

    /// `testcases` are the ids that could have been selected beside the names of `standards`.
    init(_ selector: String, standards: [StandardDescription], testcases: [String]) {
        self.selector = selector
        nearest = Suggestion.nearest(
            to: selector, among: standards.flatMap(\.names) + testcases)
    }

    package var description: String {
        let hint = nearest.map { "; did you mean \($0)?" } ?? "."
        return "No standard or test case is called '\(selector.harmless(80))'\(hint)"
            + " All names: \(InterfaceTerm.listing)."
    }
}
