// SPDX-License-Identifier: Apache-2.0
public import SCSYAML

/// A standard in our own words: what it is called, and what its test cases are about.
public struct StandardDescription: Sendable {
    /// One of its test cases.
    public struct Entry: Sendable {
        /// `scs-0117-test-backup`
        public var id: String
        /// The requirement, as a short sentence without a full stop.
        public var title: String
        /// What it counts towards: `main` decides about the certificate.
        public var target: Target
        /// Whether no program can test it.
        public var isManual: Bool
        /// Where the requirement is explained.
        public var url: String?
        /// The numbers and names that it requires, for its module; empty if there are none.
        public var policy: YAMLNode

        package init(
            id: String, title: String, target: Target, isManual: Bool, url: String?,
            policy: YAMLNode = .nothing
        ) {
            self.id = id
            self.title = title
            self.target = target
            self.isManual = isManual
            self.url = url
            self.policy = policy
        }
    }

    /// `scs-0117`
    public var id: String
    /// `scs-0117-v1`
    public var version: String
    /// `Volume backup`
    public var name: String
    /// The names that operators use: `volume-backup`.
    public var aliases: [String]
    /// What it requires, in a few sentences.
    public var summary: String
    /// The authoritative text.
    public var url: String
    /// Its test cases, in the order of a report.
    public var testcases: [Entry]
    /// What the standard requires as a whole, for its module; empty if there is nothing.
    public var policy: YAMLNode
    /// Whether it is not in force yet, so that a glob over names does not select it.
    package var isDraft: Bool

    package init(
        id: String, version: String, name: String, aliases: [String], summary: String, url: String,
        testcases: [Entry], policy: YAMLNode = .nothing, isDraft: Bool = false
    ) {
        self.id = id
        self.version = version
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.url = url
        self.testcases = testcases
        self.policy = policy
        self.isDraft = isDraft
    }

    /// All names that select it.
    package var names: [String] { [id, version] + aliases }
}

extension YAMLNode {
    /// An empty policy.
    package static let nothing = YAMLNode(
        .mapping([]), at: Position(file: "", line: 1, column: 1), label: "policy")
}
