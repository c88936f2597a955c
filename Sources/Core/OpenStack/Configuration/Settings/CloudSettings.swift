// SPDX-License-Identifier: Apache-2.0
import SCSYAML
import SCSSupport

/// The settings of one cloud, laid over each other: defaults, profile, clouds.yaml, secure.yaml, region.
///
/// Values keep the position at which they were written. `modernize` brings old spellings to today's.
struct CloudSettings {
    let cloud: String
    /// Where the cloud is described, for what is missing from it.
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

    /// Lays a mapping over what is there; `auth` is merged, all else is replaced.
    mutating func overlay(_ mapping: YAMLNode, keepingOverNull: Bool = false) throws(YAMLError) {
        for (key, value) in try mapping.mapping() {
            if keepingOverNull, value.isNull { continue }
            let name = key.text ?? ""
            guard name == "auth" else {
                table[name] = (key, value)
                continue
            }
            // `auth:` with nothing below it is an unfinished file; what is missing is told later.
            if value.isNull { continue }
            for inner in try value.mapping() { authTable[inner.key.text ?? ""] = inner }
            // What is missing belongs into the cloud's own file, not into a profile or one region.
            if !keepingOverNull { authPosition = value.position }
        }
    }

    /// `_` for `-` in all keys.
    mutating func normalizeKeys() {
        table = table.renamed { $0.underscored }
        authTable = authTable.renamed { $0.underscored }
    }

    mutating func set(_ key: String, _ value: YAMLNode?) {
        table[key] = value.map { ($0, $0) }
    }

    /// A setting of the cloud itself; nil where nothing is written.
    func value(_ key: String) -> YAMLNode? {
        table[key].flatMap { $0.value.isNothing ? nil : $0.value }
    }

    /// A setting that belongs into `auth`, which wins over the cloud itself.
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

    /// A setting of project or domain: the last spelling wins, and the cloud itself over `auth`.
    ///
    /// That openstacksdk searches these the other way round than `credential` is its history.
    func scoping(_ spellings: String...) -> YAMLNode? {
        var found: YAMLNode?
        for spelling in spellings {
            for place in [authTable, table] {
                if let node = place[spelling]?.value, !node.isNull { found = node }
            }
        }
        return found?.text == "" ? nil : found
    }

    /// The error for what nobody wrote down.
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
                + "(cloud \(cloud.quotedForMessage) is made of \(list))"
        )
    }
}

extension YAMLNode {
    /// Whether nothing is written here, or an empty text.
    var isNothing: Bool { isNull || text == "" }
}
