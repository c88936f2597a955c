// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// The settings of one cloud in layers: defaults, profile, clouds.yaml, secure.yaml, region.
///
/// Values keep their positions. `modernize` converts old spellings.
struct CloudSettings: Sendable {
    let cloud: String
    /// The position of the cloud, for errors about missing keys.
    let position: Position
    let isEnvironment: Bool
    var table = SettingsTable()
    var authTable = SettingsTable()
    private var authPosition: Position?

    init(cloud: String, position: Position, isEnvironment: Bool = false) {
        self.cloud = cloud
        self.position = position
        self.isEnvironment = isEnvironment
    }

    var values: [String: YAMLNode.Entry] { table.entries }
    var auth: [String: YAMLNode.Entry] { authTable.entries }

    /// Overrides settings with a mapping; `auth` is merged, everything else replaced.
    mutating func overlay(_ mapping: YAMLNode, keepingOverNull: Bool = false) throws(YAMLError) {
        for (key, value) in try mapping.mapping() {
            if keepingOverNull, value.isNull { continue }
            let name = key.text ?? ""
            guard name == "auth" else {
                table[name] = (key, value)
                continue
            }
            // An empty `auth:` is an unfinished file; the missing keys are reported later.
            if value.isNull { continue }
            for inner in try value.mapping() { authTable[inner.key.text ?? ""] = inner }
            // Missing keys belong in the cloud's own file, not in a profile or region.
            if !keepingOverNull { authPosition = value.position }
        }
    }

    /// Converts `-` to `_` in all keys.
    mutating func normalizeKeys() {
        table = table.renamed { $0.underscored }
        authTable = authTable.renamed { $0.underscored }
    }

    mutating func set(_ key: String, _ value: YAMLNode?) {
        table[key] = value.map { ($0, $0) }
    }

    /// A setting of the cloud itself; nil if it is not set.
    func value(_ key: String) -> YAMLNode? {
        table[key].flatMap { $0.value.isNothing ? nil : $0.value }
    }

    /// A setting that belongs in `auth`, which overrides the cloud itself.
    func credential(_ spellings: String...) -> YAMLNode? {
        for place in [authTable, table] {
            for spelling in spellings {
                guard let node = place[spelling]?.value else { continue }
                if !node.isNothing { return node }
                break
            }
        }
        return nil
    }

    /// A project or domain setting: the last spelling wins, and the cloud itself over `auth`.
    ///
    /// For historical reasons openstacksdk searches these in the reverse order of `credential`.
    func scoping(_ spellings: String...) -> YAMLNode? {
        var found: YAMLNode?
        for spelling in spellings {
            for place in [authTable, table] {
                if let node = place[spelling]?.value, !node.isNull { found = node }
            }
        }
        return found?.text == "" ? nil : found
    }

    /// The error for missing keys.
    func missing(_ keys: String..., hint: String = "") -> ConfigurationError {
        guard isEnvironment else {
            let names = keys.joined(separator: " or ")
            return ConfigurationError(
                authPosition.flatMap { $0.line > 0 ? $0 : nil } ?? position,
                "cloud \(cloud.quotedForMessage) has no \(names) in auth\(hint); "
                    + "add it here or in secure.yaml")
        }
        let names = keys.map { "OS_" + $0.uppercased() }.joined(separator: " or ")
        let variables = [table, authTable].flatMap(\.inOrder).compactMap { setting in
            EnvironmentCloud.variable(setting.entry.value.position)
        }
        let list = Set(variables).sorted().joined(separator: ", ")
        return ConfigurationError(
            position,
            "\(names) is not set\(hint); set it, or name a cloud of clouds.yaml "
                + "(cloud \(cloud.quotedForMessage) is defined by \(list))"
        )
    }
}

extension YAMLNode {
    /// Whether the value is null or an empty string.
    var isNothing: Bool { isNull || text == "" }
}
