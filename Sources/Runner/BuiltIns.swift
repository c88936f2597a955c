// SPDX-License-Identifier: Apache-2.0
import SCSCheckModules
import SCSCheck
import SCSStandards

/// The standards and checks that are built in.
struct BuiltIns {
    /// Sorted by id.
    let standards: [StandardDescription]
    let modules: [any CheckModule<Cloud>]

    /// Throws if a file in `Standards/` is wrong.
    init() throws {
        standards = try Standards.files.sorted { $0.key < $1.key }.map { name, bytes in
            try StandardFile.read(bytes, file: "Standards/iaas/\(name)")
        }
        modules = allChecks(Policy(standards))
    }

    /// The names of the built-in scope for `--scope`.
    static let scopeNames = ["iaas", "scs-compatible-iaas"]

    static func scope() throws -> Scope {
        try ScopeFile.read(Standards.scope, file: "Standards/iaas/scope.yaml").scope
    }
}
