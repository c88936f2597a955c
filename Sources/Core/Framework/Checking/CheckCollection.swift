// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// Checks with the descriptions of their standards, for a program.
public struct CheckCollectionOf<Subject: SCSCheck.Subject>: Sendable {
    /// A standard and the module that tests it.
    public struct Check: Sendable {
        /// The description's name in errors.
        let file: String
        let description: [UInt8]
        let module: (@Sendable (StandardDescription) throws -> any CheckModule<Subject>)?

        /// A module that reads the policy in the description of its standard.
        ///
        /// `description` is YAML; `file` names it in errors, which have line and column.
        public init(
            _ file: String, _ description: [UInt8],
            reading module:
                @escaping @Sendable (StandardDescription) throws ->
                any CheckModule<Subject>
        ) {
            self.file = file
            self.description = description
            self.module = module
        }

        /// A module that needs no policy.
        public init(
            _ file: String, _ description: [UInt8], _ module: any CheckModule<Subject>
        ) {
            self.init(file, description) { standard in
                try standard.policy.check(allows: [])
                for entry in standard.testcases { try entry.policy.check(allows: []) }
                return module
            }
        }
    }

    /// A scope for `--scope`.
    public struct NamedScope: Sendable {
        /// Its names, in lower case.
        package let names: [String]
        let file: String
        let contents: [UInt8]

        /// A scope in the format of SCS's scope files; `file` names it in errors.
        public init(_ names: [String], _ file: String, _ contents: [UInt8]) {
            self.names = names
            self.file = file
            self.contents = contents
        }

        /// Throws `YAMLError` for a wrong file.
        package func read() throws -> Scope {
            try ScopeFile.read(contents, file: file).scope
        }
    }

    /// The checks, in any order.
    public var checks: [Check]
    /// Scopes that refer to test cases of this and other collections.
    public var scopes: [NamedScope]

    /// A collection of checks, and of scopes that assess them.
    public init(_ checks: [Check], scopes: [NamedScope] = []) {
        self.checks = checks
        self.scopes = scopes
    }
}
