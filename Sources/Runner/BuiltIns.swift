// SPDX-License-Identifier: Apache-2.0
import SCSCheckModules
import SCSCheck
import SCSStandards

/// The standards and the checks that are built into this program.
struct BuiltIns {
    /// In the order of their ids.
    let standards: [StandardDescription]
    let modules: [any CheckModule<Cloud>]
    /// The programs of others that come on top.
    let plugins: [PluginFolder.Plugin]

    /// Throws where a file in `Standards/` is wrong.
    init() throws {
        standards = try Standards.files.sorted { $0.key < $1.key }.map { name, bytes in
            try StandardFile.read(bytes, file: "Standards/iaas/\(name)")
        }
        modules = allChecks(Policy(standards))
        plugins = []
    }

    /// These, and the plug-ins of a folder; throws a `ValidationError` where a named folder is no use.
    init(checks: ChecksOptions) async throws {
        let builtIns = try BuiltIns()
        plugins = try await checks.plugins(known: builtIns.standards)
        standards = builtIns.standards + plugins.map(\.standard)
        modules = builtIns.modules + plugins.map(\.module)
    }

    /// What `--scope` calls the scope that is built in.
    static let scopeNames = ["iaas", "scs-compatible-iaas"]

    static func scope() throws -> Scope {
        try ScopeFile.read(Standards.scope, file: "Standards/iaas/scope.yaml").scope
    }
}
