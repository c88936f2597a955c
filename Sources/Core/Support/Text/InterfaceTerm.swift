// SPDX-License-Identifier: Apache-2.0

/// Something that a user can set or do, as messages and advice refer to it.
///
/// The framework does not know who carries out a run: a command line puts its own names in place of these
/// neutral ones, in one place and for every message.
package enum InterfaceTerm: String, Sendable, CaseIterable, CustomStringConvertible {
    // What can be set.
    case cloud = "the cloud"
    case region = "option region"
    case otherCloud = "the credential of another project"
    case managerCloud = "the credential of a domain manager"
    case otherManagerCloud = "the credential of another domain's manager"
    /// Followed by the name of a persona.
    case credential = "the credential"
    case timeLimit = "the time limit of an operation"
    case totalTime = "the time limit of the run"
    case depth = "the depth"
    case exclusion = "the exclusion"
    case scope = "the scope"
    case date = "the date"
    case version = "the version"
    case attestations = "a file of attestations"
    case assignment = "the assignment"
    case journals = "the folder for journals"
    case requiredTLS = "the requirement of TLS"
    case readBackDigest = "the digest alone"
    case certificateStatus = "the rule for certificates"
    case secretSources = "a source of secrets"
    case passcodeCommand = "a source of passcodes"
    case cloudAccess = "access to the cloud for"

    /// Followed by the id of a parameter.
    case parameter = "the parameter"

    // What can be done; `run` is followed by the id of a test case.
    case run = "a run of"
    case runOfScope = "a run of the scope"
    case recordedRun = "a recorded run"
    case recordedRunOfScope = "a recorded run of the scope"
    case cleanup = "the cleanup"
    case listing = "the list of standards"
    case pluginCheck = "the conformance test of"

    /// What whoever carries out the run calls each of them; nil: by its neutral name.
    @TaskLocal package static var given: Names?

    /// The names that an interface gives.
    ///
    /// A type of its own: Swift 6.3.1's optimiser breaks a task-local value that is a function.
    package struct Names: Sendable {
        private let name: @Sendable (InterfaceTerm) -> String

        package init(_ name: @escaping @Sendable (InterfaceTerm) -> String) { self.name = name }

        package func callAsFunction(_ term: InterfaceTerm) -> String { name(term) }
    }

    /// The given name, else the neutral one.
    package var description: String { Self.given?(self) ?? rawValue }

    /// The given name in parentheses, after what already describes it; empty where none is given.
    package var inParentheses: String { Self.given.map { " (\($0(self)))" } ?? "" }
}
