// SPDX-License-Identifier: Apache-2.0

/// The settings of one cloud, laid over each other: profile, clouds.yaml, secure.yaml, region.
///
/// Keys are compared with `_` for `-`. Values keep the position at which they were written.
struct CloudSettings {
    let cloud: String
    /// Where the cloud is described, for what is missing from it.
    let position: Position
    let isEnvironment: Bool
    private(set) var values: [String: YAMLNode.Entry] = [:]
    private(set) var auth: [String: YAMLNode.Entry] = [:]
    private var authPosition: Position?

    init(cloud: String, position: Position, isEnvironment: Bool = false) {
        self.cloud = cloud
        self.position = position
        self.isEnvironment = isEnvironment
    }

    /// Lays a mapping over what is there; `auth` is merged, all else is replaced.
    mutating func overlay(_ mapping: YAMLNode, keepingOverNull: Bool = false) throws(YAMLError) {
        for entry in try Self.normalized(mapping) {
            if keepingOverNull, entry.value.isNull { continue }
            guard entry.name == "auth" else {
                values[entry.name] = (entry.key, entry.value)
                continue
            }
            // `auth:` with nothing below it is an unfinished file; what is missing is told later.
            if entry.value.isNull { continue }
            for inner in try Self.normalized(entry.value) {
                auth[inner.name] = (inner.key, inner.value)
            }
            authPosition = authPosition ?? entry.value.position
        }
    }

    /// The entries with `_` for `-` in their keys; of two spellings the one with `_` comes last.
    private static func normalized(
        _ mapping: YAMLNode
    ) throws(YAMLError) -> [(name: String, key: YAMLNode, value: YAMLNode)] {
        let entries = try mapping.mapping().map { key, value in
            (name: (key.text ?? "").replacing("-", with: "_"), key: key, value: value)
        }
        return entries.filter { $0.key.text != $0.name } + entries.filter { $0.key.text == $0.name }
    }

    mutating func set(_ key: String, _ value: YAMLNode?) {
        values[key] = value.map { ($0, $0) }
    }

    /// A setting of the cloud itself; nil where nothing is written.
    func value(_ key: String) -> YAMLNode? {
        values[key].flatMap { $0.value.isNull || $0.value.text == "" ? nil : $0.value }
    }

    /// A setting that belongs into `auth`, which wins over the cloud itself.
    func credential(_ spellings: String...) -> YAMLNode? {
        for place in [auth, values] {
            for spelling in spellings {
                guard let node = place[spelling]?.value else { continue }
                if !node.isNull, node.text != "" { return node }
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
            for place in [auth, values] {
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
                authPosition ?? position,
                "cloud \(cloud.quotedForMessage) has no \(names) in auth\(hint); "
                    + "add it here or in secure.yaml")
        }
        let names = keys.map { "OS_" + $0.uppercased() }.joined(separator: " or ")
        let variables = values.values.compactMap { entry in
            entry.value.position.file.split(separator: " ").last.map(String.init)
        }
        let list = Set(variables).sorted().joined(separator: ", ")
        return ConfigurationError(
            position,
            "\(names) is not set\(hint); set it, or name a cloud of clouds.yaml "
                + "(cloud \(cloud.quotedForMessage) is made of \(list))"
        )
    }
}
