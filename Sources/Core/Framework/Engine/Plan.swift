// SPDX-License-Identifier: Apache-2.0
import SCSSupport
package import SCSOpenStack

/// What a run will do with each test case of the standards that were selected: nothing is dropped.
package struct PlanOf<Subject: SCSCheck.Subject>: Sendable {
    /// One test case and what becomes of it.
    package struct Item: Sendable {
        package enum Disposition: Sendable {
            case run(TestcaseOf<Subject>)
            /// A program of the scope gives its result.
            case external
            case manual
            case attested(Attestation)
            /// Somebody looked, too long ago.
            case expired(Attestation)
            case notSelected(Omission)
            case notImplemented
        }

        /// Why a test case of what was selected does not run.
        package enum Omission: Sendable, CustomStringConvertible {
            /// Another test case of its standard was named.
            case sibling
            /// Other test cases of the scope were named.
            case others
            /// It runs only when it is named itself.
            case named(String)
            case tooDeep(Depth)

            package var description: String {
                switch self {
                case .sibling: "another test case of the standard was named"
                case .others: "other test cases were named"
                case .named(let id): "it runs only when named: scs-check run \(id)"
                case .tooDeep(let depth): "it needs --depth \(depth.rawValue)"
                }
            }
        }

        package var standard: StandardDescription
        package var entry: StandardDescription.Entry
        package var disposition: Disposition
        /// The module's test case, also where it does not run.
        package var testcase: TestcaseOf<Subject>?
        package var prerequisites: [Subject.Prerequisite]
        /// What its module does after it, whatever came of it.
        package var cleanUp: @Sendable (CheckContextOf<Subject>) async throws -> Void
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
        var runs: TestcaseOf<Subject>? {
            if case .run(let testcase) = disposition { testcase } else { nil }
        }

        /// Whether its test case makes something in the project.
        var creates: Bool { testcase.map { $0.need != .nothing } ?? false }

        /// Whether it must wait until the project's quota has room for it.
        var isMetered: Bool {
            creates && prerequisites.contains(where: \.isQuota)
        }
    }

    package var items: [Item]
    /// The variables that programs of the scope take, as far as those programs run.
    package internal(set) var programVariables: Set<String> = []
    /// How deep it was asked to go; nil: as what was named, or by default.
    package var requestedDepth: Depth?
    /// How deep it goes: the deepest of what runs.
    package var depth: Depth {
        min(.full, runs.map(\.depth).max() ?? requestedDepth ?? .api)
    }
    /// Programs of a scope that give results for those test cases that nothing built in runs.
    package var programs: [ExternalProgram] = []
    /// The scope that is assessed, and in which versions; nil where only names were selected.
    package var scope: AssessedScope?

    /// The test cases that will run.
    package var runs: [TestcaseOf<Subject>] { items.compactMap(\.runs) }

    /// Where a run keeps facts as they came, where a program of others gets them so; nil where none does.
    package var recording: FactRecording? {
        runs.contains { !$0.documents.isEmpty } ? FactRecording() : nil
    }

    /// Lays out a run of `modules` by what was selected; throws `UnknownSelection`, `MalformedGlob`,
    /// or `DepthContradiction` where a test case is named that lies deeper than `depth`.
    ///
    /// `selectors` are standards, aliases, test case ids, or globs of any of them. A test case that
    /// is selected by its id or a glob of ids runs at its own depth; nil is the default depth, data.
    package init(
        modules: [any CheckModule<Subject>], standards: [StandardDescription], selectors: [String],
        depth: Depth?
    ) throws {
        let chosen = depth ?? .data
        requestedDepth = depth
        let globs = try selectors.map { (name: $0, glob: try Glob($0)) }
        var items: [Item] = []
        var used: Set<String> = []
        var tooDeep: [TestcaseOf<Subject>] = []
        for standard in standards {
            let module = modules.first { $0.standard == standard.id }
            let isNamedInPart = standard.testcases.contains { testcase in
                globs.contains { $0.glob.matches(testcase.id) }
            }
            for entry in standard.testcases {
                var isNamed = false
                var isSelected = false
                for (selector, glob) in globs {
                    // A glob that fits the standard too means the standard, at the depth of the run.
                    let isOfStandard = standard.names.contains(where: glob.matches)
                    let isOfTestcase = glob.matches(entry.id)
                    guard isOfStandard || isOfTestcase else { continue }
                    isSelected = true
                    isNamed = isNamed || !isOfStandard
                    used.insert(selector)
                }
                guard isSelected || isNamedInPart else { continue }
                let testcase = module?.testcases.first { $0.id == entry.id }
                if let testcase, isNamed, let depth, depth < min(testcase.depth, .full) {
                    tooDeep.append(testcase)
                }
                items.append(
                    Item(
                        standard: standard, entry: entry,
                        disposition: Self.disposition(
                            entry, testcase, isSelected: isSelected, isNamed: isNamed, chosen),
                        testcase: testcase, prerequisites: module?.prerequisites ?? [],
                        cleanUp: { try await module?.cleanUp($0) },
                        isByDefault: depth == nil && !isNamed))
            }
        }
        let known = standards.flatMap { $0.names + $0.testcases.map(\.id) }
        if let unknown = selectors.first(where: { !used.contains($0) }) {
            throw UnknownSelection(
                selector: unknown, nearest: Suggestion.nearest(to: unknown, among: known),
                known: standards.flatMap(\.names))
        }
        if let depth, !tooDeep.isEmpty {
            throw DepthContradiction(
                depth: depth, testcases: tooDeep.map(\.id),
                needed: min(.full, tooDeep.map(\.depth).max() ?? .full))
        }
        self.items = items
    }

    private static func disposition(
        _ entry: StandardDescription.Entry, _ testcase: TestcaseOf<Subject>?, isSelected: Bool,
        isNamed: Bool,
        _ depth: Depth
    ) -> Item.Disposition {
        guard isSelected else { return .notSelected(.sibling) }
        if entry.isManual { return .manual }
        guard let testcase else { return .notImplemented }
        if isNamed || testcase.depth <= depth { return .run(testcase) }
        return testcase.depth == .named
            ? .notSelected(.named(testcase.id))
            : .notSelected(.tooDeep(testcase.depth))
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

/// A depth that was asked for, and test cases that were named and lie deeper.
package struct DepthContradiction: Error, CustomStringConvertible {
    var depth: Depth
    var testcases: [String]
    var needed: Depth

    package var description: String {
        let shown = testcases.prefix(3).joined(separator: ", ")
        let more = testcases.count > 3 ? " and \(testcases.count - 3) more" : ""
        return "--depth \(depth.rawValue) excludes \(shown)\(more), which you named. Use --depth "
            + "\(needed.rawValue), or omit --depth: test cases that you name run at their own depth."
    }
}
