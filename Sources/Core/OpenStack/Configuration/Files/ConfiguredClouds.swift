// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// All clouds from files and environment, and the choice of one of them.
struct ConfiguredClouds: Sendable {
    /// A cloud before its profile and region are applied.
    struct Cloud: Sendable {
        var name: String
        var node: YAMLNode
        var position: Position
        var isEnvironment = false

        var emptySettings: CloudSettings {
            CloudSettings(cloud: name, position: position, isEnvironment: isEnvironment)
        }
    }

    let warnings: [String]
    /// The files that were read, each overriding those before it.
    let paths: [String]
    /// Settings for all clouds.
    let client: YAMLNode?
    private let files: ConfigurationFiles
    private let clouds: [Cloud]
    private let environmentName: String

    /// Reads clouds.yaml and secure.yaml.
    init(files: ConfigurationFiles) throws {
        self.files = files
        let plain = try files.load("clouds", named: "OS_CLIENT_CONFIG_FILE")
        let secure = try files.load("secure", named: "OS_CLIENT_SECURE_FILE")
        var warnings = plain.warnings + secure.warnings
        if let path = plain.path, plain.root == nil {
            throw ConfigurationError(
                Position(place: path), "this file is empty; expected the key clouds")
        }
        for root in [plain.root, secure.root] {
            guard let root else { continue }
            _ = try root.mapping()
            guard root["clouds"] == nil, root["monitors"] == nil else { continue }
            let keys = try root.mapping().compactMap(\.key.text)
            let meant = Suggestion.nearest(to: "clouds", among: keys)
            warnings.append(
                "\(root.position.file) has no key clouds"
                    + (meant.map { "; did you mean it with \($0.quotedForMessage)?" } ?? ""))
        }
        let root = try Self.merged(plain.root, secure.root)
        paths = [plain.path, secure.path].compactMap { $0 }
        client = root?["client"]
        warnings += Self.sections(root)
        if files.setting("OS_CLIENT_VENDOR_FILE") != nil {
            warnings.append(
                "OS_CLIENT_VENDOR_FILE has no effect; profiles are read from clouds-public.yaml")
        }
        var clouds = try Self.clouds(root)

        environmentName = files.setting("OS_CLOUD_NAME") ?? "envvars"
        if let twin = clouds.first(where: { [name = environmentName] in $0.name == name }) {
            throw ConfigurationError(
                twin.position,
                "\(twin.name.quotedForMessage) is the name of the cloud that OS_* variables "
                    + "describe; rename this one, or set OS_CLOUD_NAME to another name")
        }
        if let node = try EnvironmentCloud.mapping(files.environment) {
            clouds.append(
                Cloud(
                    name: environmentName, node: node, position: node.position,
                    isEnvironment: true))
        }
        if clouds.isEmpty {
            throw Self.nothing(root, warnings, files)
        }
        self.clouds = clouds
        self.warnings = warnings
    }

    var names: [String] { clouds.map(\.name) }

    /// The named cloud, else that of `OS_CLOUD`, of the environment, or the only one.
    func choose(_ name: String?) throws -> Cloud {
        let wanted = name.flatMap { $0.isEmpty ? nil : $0 }
        guard let name = wanted ?? files.setting("OS_CLOUD") else {
            if let described = clouds.first(where: \.isEnvironment) { return described }
            if let only = clouds.first, clouds.count == 1 { return only }
            throw ConfigurationError(
                nil,
                "\(clouds.count) clouds are configured and none was chosen; "
                    + "set \(InterfaceTerm.cloud) or OS_CLOUD to one of \(list)")
        }
        guard let cloud = clouds.first(where: { $0.name == name }) else {
            let source = wanted == nil ? " (named by OS_CLOUD)" : ""
            throw ConfigurationError(
                nil,
                "there is no cloud \(name.quotedForMessage)\(source); configured are \(list)"
                    + Suggestion.question(about: name, among: names))
        }
        return cloud
    }

    /// The profile that a cloud is based on.
    func profile(of cloud: Cloud) throws -> Profile {
        try Profile(of: cloud.node, environmentName: environmentName, files: files)
    }

    private var list: String { names.map(\.quotedForMessage).joined(separator: ", ") }

    /// Warns about sections that have no effect.
    private static func sections(_ root: YAMLNode?) -> [String] {
        (root?.unknownKeys(known: ["clouds", "client"]) ?? []).compactMap { key in
            // YAML anchors may be defined in sections of any name.
            guard ["cache", "metrics", "public-clouds"].contains(key.text) else { return nil }
            return
                "\(key.position): the section \((key.text ?? "").quotedForMessage) has no effect "
                + "here"
        }
    }

    private static func merged(_ plain: YAMLNode?, _ secure: YAMLNode?) throws -> YAMLNode? {
        guard let plain, let secure else { return plain ?? secure }
        return try plain.merged(with: secure)
    }

    private static func clouds(_ root: YAMLNode?) throws -> [Cloud] {
        guard let node = root?["clouds"] else { return [] }
        return try node.mapping().map { key, value in
            guard !value.isNull else {
                throw ConfigurationError(
                    key.position,
                    "cloud \((key.text ?? "").quotedForMessage) is empty; expected auth below it")
            }
            _ = try value.mapping()
            return Cloud(name: key.text ?? "", node: value, position: value.position)
        }
    }

    private static func nothing(
        _ root: YAMLNode?, _ warnings: [String], _ files: ConfigurationFiles
    ) -> ConfigurationError {
        if let root {
            let details = warnings.map { " (\($0))" }.joined()
            return ConfigurationError(root.position, "no cloud is defined here\(details)")
        }
        let places = files.candidates("clouds", named: "OS_CLIENT_CONFIG_FILE")
        let skipped = warnings.map { "\n" + $0 }.joined()
        return ConfigurationError(
            nil,
            "no cloud is configured: write clouds.yaml, or set OS_AUTH_URL and the other OS_* "
                + "variables; looked for\n  " + places.joined(separator: "\n  ") + skipped)
    }
}
