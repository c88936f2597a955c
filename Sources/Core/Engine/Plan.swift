// SPDX-License-Identifier: Apache-2.0

/// What a run will do with each test case of the standards that were selected: nothing is dropped.
package struct Plan: Sendable {
    /// One test case and what becomes of it.
    package struct Item: Sendable {
        package enum Disposition: Sendable {
            case run(Testcase)
            /// A program of the scope gives its result.
            case external
            case manual
            case attested(Attestation)
            /// Somebody looked, too long ago.
            case expired(Attestation)
            case notSelected(String)
            case notImplemented
        }

        package var standard: StandardDescription
        package var entry: StandardDescription.Entry
        package var disposition: Disposition
        /// The module's test case, also where it does not run.
        package var testcase: Testcase?
        package var prerequisites: [Prerequisite]
        /// Whether it runs by default and not because somebody asked for its depth or id.
        package var isByDefault: Bool

        /// Whether somebody set out to have a result of it.
        package var isToBeTested: Bool {
            switch disposition {
            case .run, .external, .attested, .expired: true
            case .manual, .notSelected, .notImplemented: false
            }
        }

        /// The test case, where the engine runs it.
        var runs: Testcase? { if case .run(let testcase) = disposition { testcase } else { nil } }

        /// Whether its test case makes something in the project.
        var creates: Bool { testcase.map { $0.need != .nothing } ?? false }

        /// Whether it must wait until the project's quota has room for it.
        var isMetered: Bool {
            creates && prerequisites.contains { if case .quota = $0 { true } else { false } }
        }
    }

    package var items: [Item]
    package var depth: Depth
    /// Programs of a scope that give results for those test cases that nothing built in runs.
    package var programs: [ExternalProgram] = []
    /// The scope that is assessed, and in which versions; nil where only names were selected.
    package var scope: AssessedScope?

    /// The test cases that will run.
    package var runs: [Testcase] { items.compactMap(\.runs) }

    /// Lays out a run of `modules` by what was selected; throws `UnknownSelection`.
    ///
    /// `selectors` are standards, aliases, test case ids, or globs of any of them. A test case that
    /// is selected by its id or a glob of ids runs whatever the depth; nil is the default depth.
    package init(
        modules: [any CheckModule], standards: [StandardDescription], selectors: [String],
        depth: Depth?
    ) throws {
        let chosen = depth ?? .data
        self.depth = chosen
        var items: [Item] = []
        var used: Set<String> = []
        for standard in standards {
            let module = modules.first { $0.standard == standard.id }
            let isNamedInPart = standard.testcases.contains { testcase in
                selectors.contains { Glob($0).matches(testcase.id) }
            }
            for entry in standard.testcases {
                var isNamed = false
                var isSelected = false
                for selector in selectors {
                    let glob = Glob(selector)
                    if glob.matches(entry.id) {
                        (isNamed, isSelected) = (true, true)
                        used.insert(selector)
                    }
                    if standard.names.contains(where: glob.matches) {
                        isSelected = true
                        used.insert(selector)
                    }
                }
                guard isSelected || isNamedInPart else { continue }
                let testcase = module?.testcases.first { $0.id == entry.id }
                items.append(
                    Item(
                        standard: standard, entry: entry,
                        disposition: Self.disposition(
                            entry, testcase, isSelected: isSelected, isNamed: isNamed, chosen),
                        testcase: testcase, prerequisites: module?.prerequisites ?? [],
                        isByDefault: depth == nil && !isNamed))
            }
        }
        let known = standards.flatMap { $0.names + $0.testcases.map(\.id) }
        if let unknown = selectors.first(where: { !used.contains($0) }) {
            throw UnknownSelection(
                selector: unknown, nearest: Suggestion.nearest(to: unknown, among: known),
                known: standards.flatMap(\.names))
        }
        self.items = items
    }

    private static func disposition(
        _ entry: StandardDescription.Entry, _ testcase: Testcase?, isSelected: Bool, isNamed: Bool,
        _ depth: Depth
    ) -> Item.Disposition {
        guard isSelected else { return .notSelected("another test case of the standard was named") }
        if entry.isManual { return .manual }
        guard let testcase else { return .notImplemented }
        if isNamed || testcase.depth <= depth { return .run(testcase) }
        return testcase.depth == .named
            ? .notSelected("it runs only when it is named: scs-check run \(testcase.id)")
            : .notSelected("it needs --depth \(testcase.depth.rawValue)")
    }
}

/// A selector that matches nothing.
package struct UnknownSelection: Error, CustomStringConvertible {
    package var selector: String
    package var nearest: String?
    package var known: [String]

    package var description: String {
        let hint = nearest.map { "; did you mean \($0)?" } ?? "."
        return "No standard or test case is called '\(selector.harmless(80))'\(hint)"
            + " Known standards: \(known.joined(separator: ", ")); `scs-check list` shows them all."
    }
}

/// A name with `*` for any characters and `?` for one.
struct Glob: Sendable {
    private let pattern: [Unicode.Scalar]

    init(_ pattern: String) {
        self.pattern = Array(pattern.lowercased().unicodeScalars)
    }

    func matches(_ name: String) -> Bool {
        let name = Array(name.lowercased().unicodeScalars)
        // The last star and where it began to match: all that backtracking needs.
        var (p, n, star, mark) = (0, 0, -1, 0)
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                (star, mark) = (p, n)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
                p += 1
                n += 1
            } else if star >= 0 {
                mark += 1
                (p, n) = (star + 1, mark)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
