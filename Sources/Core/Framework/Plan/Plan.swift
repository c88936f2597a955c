// SPDX-License-Identifier: Apache-2.0
package import SCSOpenStack
import SCSSupport

/// What a run does with each test case of the selected standards; none is dropped.
package struct PlanOf<Subject: SCSCheck.Subject>: Sendable {
    /// One test case and what happens to it.
    package struct Item: Sendable {
        package enum Disposition: Sendable {
            case run
            /// An external program of the scope provides its result.
            case external
            case manual
            case attested(Attestation)
            /// A person attested it, but too long ago.
            case expired(Attestation)
            case notSelected(Omission)
            case notImplemented
        }

        /// Why a selected standard's test case does not run.
        package enum Omission: Sendable, CustomStringConvertible {
            /// Another test case of its standard was selected.
            case sibling
            /// Other test cases of the scope were selected.
            case others
            /// It runs only when it is selected itself.
            case named(String)
            case tooDeep(Depth)
            /// A glob that was given excludes it.
            case excluded(String)

            package var description: String {
                switch self {
                case .sibling: "another test case of the standard was named"
                case .others: "other test cases were named"
                case .named(let id): "it runs only when named, with \(InterfaceTerm.run) \(id)"
                case .tooDeep(let depth): "it needs \(InterfaceTerm.depth) \(depth.rawValue)"
                case .excluded(let glob):
                    "\(InterfaceTerm.exclusion) \(glob.harmless(80)) excludes it"
                }
            }
        }

        package var disposition: Disposition
        /// Shared, as items are copied for each subject and have some fifty fields.
        private let details: Details

        private final class Details: Sendable {
            let standard: StandardDescription
            let entry: StandardDescription.Entry
            let testcase: TestcaseOf<Subject>?
            let prerequisites: [Subject.Prerequisite]
            let cleanUp: @Sendable (CheckContextOf<Subject>) async throws -> Void
            let isByDefault: Bool

            init(
                _ standard: StandardDescription, _ entry: StandardDescription.Entry,
                _ testcase: TestcaseOf<Subject>?, _ prerequisites: [Subject.Prerequisite],
                _ cleanUp: @escaping @Sendable (CheckContextOf<Subject>) async throws -> Void,
                _ isByDefault: Bool
            ) {
                self.standard = standard
                self.entry = entry
                self.testcase = testcase
                self.prerequisites = prerequisites
                self.cleanUp = cleanUp
                self.isByDefault = isByDefault
            }
        }

        init(
            standard: StandardDescription, entry: StandardDescription.Entry,
            disposition: Disposition, testcase: TestcaseOf<Subject>?,
            prerequisites: [Subject.Prerequisite],
            cleanUp: @escaping @Sendable (CheckContextOf<Subject>) async throws -> Void,
            isByDefault: Bool
        ) {
            self.disposition = disposition
            details = Details(standard, entry, testcase, prerequisites, cleanUp, isByDefault)
        }

        package var standard: StandardDescription { details.standard }
        package var entry: StandardDescription.Entry { details.entry }
        /// The module's test case, even if it does not run.
        package var testcase: TestcaseOf<Subject>? { details.testcase }
        package var prerequisites: [Subject.Prerequisite] { details.prerequisites }
        /// The module's cleanup after it, whatever its outcome.
        package var cleanUp: @Sendable (CheckContextOf<Subject>) async throws -> Void {
            details.cleanUp
        }
        /// Whether it runs by default, not because its depth or id was requested.
        package var isByDefault: Bool { details.isByDefault }

        /// Whether a result of it was requested.
        package var isToBeTested: Bool {
            switch disposition {
            case .run, .external, .attested, .expired: true
            case .manual, .notSelected, .notImplemented: false
            }
        }

        /// The test case, if the engine runs it.
        var runs: TestcaseOf<Subject>? {
            if case .run = disposition { testcase } else { nil }
        }

        /// Whether its test case creates something in the project.
        var creates: Bool { testcase.map { $0.need != .nothing } ?? false }

        /// Whether it must wait for room in the project's quota.
        var isMetered: Bool {
            creates && prerequisites.contains(where: \.isQuota)
        }
    }

    package var items: [Item]
    /// The scope's variables that its programs use, as far as those programs run.
    package internal(set) var programVariables: Set<String> = []
    /// The requested depth; nil is that of the selected test cases, or the default.
    package var requestedDepth: Depth?
    /// The deepest of the test cases that run.
    package var depth: Depth {
        min(.full, runs.map(\.depth).max() ?? requestedDepth ?? .api)
    }
    /// The scope's external programs, for test cases that nothing built in runs.
    package var programs: [ExternalProgram] = []
    /// The assessed scope and versions; nil if only names were selected.
    package var scope: AssessedScope?

    /// The test cases that will run.
    package var runs: [TestcaseOf<Subject>] { items.compactMap(\.runs) }

    /// Keeps facts as they came, for plug-in programs that get them so; nil without such programs.
    package var recording: FactRecording? {
        runs.contains(where: \.needsDocuments) ? FactRecording() : nil
    }

    /// Plans a run of `modules` by selection.
    ///
    /// Throws `UnknownSelection`, `UselessExclusion`, `MalformedGlob`, or `DepthContradiction` if a selected test case
    /// is deeper than `depth`.
    ///
    /// `selectors` are standards, aliases, test case ids, or globs of any of them. A test case that
    /// is selected by its id or a glob of ids runs at its own depth; nil is the default depth,
    /// data.
    package init(
        modules: [any CheckModule<Subject>], standards: [StandardDescription], selectors: [String],
        excluding excluded: [String] = [], depth: Depth?
    ) throws {
        let chosen = depth ?? .data
        requestedDepth = depth
        var selection = try Selection(selectors)
        var exclusion = try Exclusion(excluded)
        var items: [Item] = []
        var tooDeep: [TestcaseOf<Subject>] = []
        for standard in standards {
            let module = modules.first { $0.standard == standard.id }
            let isNamedInPart = selection.namesPart(of: standard)
            for entry in standard.testcases {
                let match = selection.match(entry.id, of: standard)
                guard match != .none || isNamedInPart else { continue }
                let testcase = module?.testcases.first { $0.id == entry.id }
                let excluding = match == .none ? nil : exclusion.glob(for: entry.id, of: standard)
                if excluding == nil, let testcase, match == .byID, let depth,
                    depth < min(testcase.depth, .full)
                {
                    tooDeep.append(testcase)
                }
                items.append(
                    Item(
                        standard: standard, entry: entry,
                        disposition: excluding.map { .notSelected(.excluded($0)) }
                            ?? Self.disposition(entry, testcase, match, chosen),
                        testcase: testcase, prerequisites: module?.prerequisites ?? [],
                        cleanUp: { try await module?.cleanUp($0) },
                        isByDefault: depth == nil && match != .byID))
            }
        }
        if let unknown = selection.unused {
            throw UnknownSelection(
                unknown, standards: standards,
                testcases: standards.flatMap { $0.testcases.map(\.id) })
        }
        if let depth, !tooDeep.isEmpty {
            throw DepthContradiction(
                depth: depth, testcases: tooDeep.map(\.id),
                needed: min(.full, tooDeep.map(\.depth).max() ?? .full))
        }
        try exclusion.check(items.map(\.isToBeTested))
        self.items = items
    }

    private static func disposition(
        _ entry: StandardDescription.Entry, _ testcase: TestcaseOf<Subject>?,
        _ match: Selection.Match, _ depth: Depth
    ) -> Item.Disposition {
        guard match != .none else { return .notSelected(.sibling) }
        if entry.isManual { return .manual }
        guard let testcase else { return .notImplemented }
        if match == .byID || testcase.depth <= depth { return .run }
        return testcase.depth == .named
            ? .notSelected(.named(testcase.id))
            : .notSelected(.tooDeep(testcase.depth))
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
        let option = InterfaceTerm.depth
        return
            "You named \(shown)\(more), which \(option) \(depth.rawValue) excludes. Use \(option) "
            + "\(needed.rawValue), or omit \(option): test cases that you name run at their own depth."
    }
}
