// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// Finds a cloud's configuration where openstacksdk does.
///
/// Source: https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html
package struct ConfigurationFinder: Sendable {
    let environment: [String: String]
    let workingDirectory: String
    let homeDirectory: String
    let readFile: @Sendable (String) throws -> [UInt8]?

    /// `readFile` gives nil for a file that is not there.
    package init(
        environment: [String: String], workingDirectory: String, homeDirectory: String,
        readFile: @escaping @Sendable (String) throws -> [UInt8]? = Self.contents
    ) {
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.homeDirectory = homeDirectory
        self.readFile = readFile
    }

    /// The configuration of cloud `name`; without a name that of `OS_CLOUD`, else the plain `OS_*`
    /// variables, else the only cloud there is.
    ///
    /// Throws `YAMLError` and `ConfigurationError`; no message quotes a secret.
    package func configuration(
        cloud name: String?, region: String? = nil
    ) throws -> CloudConfiguration {
        let clouds = try load("clouds", variable: "OS_CLIENT_CONFIG_FILE")
        let secure = try load("secure", variable: "OS_CLIENT_SECURE_FILE")
        var all = try entries(clouds)
        for (cloud, node) in try entries(secure) {
            if let index = all.firstIndex(where: { $0.name == cloud }) {
                all[index].node = all[index].node.merging(node)
            } else {
                all.append((cloud, node))
            }
        }
        let wanted = name ?? variable("OS_CLOUD")
        let variables = EnvironmentCloud(environment)
        if let node = variables.node,
            wanted == variables.name || wanted == nil
        {
            return try CloudReader(
                name: variables.name, node: node, region: region, finder: self
            ).read()
        }
        guard !all.isEmpty else {
            throw ConfigurationError(
                "No cloud is configured: there is no clouds.yaml in "
                    + folders.joined(separator: ", ")
                    + " and no OS_AUTH_URL. Make one of them, name a file with "
                    + "OS_CLIENT_CONFIG_FILE, or try --cloud simulated.")
        }
        let names = all.map(\.name)
        guard let wanted = wanted ?? (names.count == 1 ? names[0] : nil) else {
            throw ConfigurationError(
                "Name a cloud with --cloud or OS_CLOUD; there are \(names.joined(separator: ", "))."
            )
        }
        guard let found = all.first(where: { $0.name == wanted }) else {
            let hint = Suggestion.nearest(to: wanted, among: names).map { "; did you mean \($0)?" }
            throw ConfigurationError(
                "No cloud is called '\(wanted.harmless(60))'\(hint ?? ".") "
                    + "\(clouds?.position.file ?? "clouds.yaml") has \(names.joined(separator: ", "))."
            )
        }
        return try CloudReader(name: wanted, node: found.node, region: region, finder: self).read()
    }

    func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A path with `~` and relative parts made whole.
    func path(_ text: String) -> String {
        if text == "~" { return homeDirectory }
        if text.hasPrefix("~/") { return homeDirectory + text.dropFirst() }
        return text.hasPrefix("/") ? text : workingDirectory + "/" + text
    }

    private var folders: [String] {
        [workingDirectory, homeDirectory + "/.config/openstack", "/etc/openstack"]
    }

    /// The first file that is there; a variable's comes before all others.
    private func load(_ stem: String, variable name: String) throws -> YAMLNode? {
        var candidates = variable(name).map { [path($0)] } ?? []
        for folder in folders {
            candidates += ["yaml", "yml", "json"].map { "\(folder)/\(stem).\($0)" }
        }
        for candidate in candidates {
            guard let bytes = try readFile(candidate) else { continue }
            return try YAMLDocument.parse(bytes, file: candidate)
        }
        if let named = variable(name) {
            throw ConfigurationError("\(name) names \(path(named)), which is not there.")
        }
        return nil
    }

    private func entries(_ root: YAMLNode?) throws(YAMLError) -> [(name: String, node: YAMLNode)] {
        guard let root else { return [] }
        _ = try root.mapping("The file")
        guard let clouds = root["clouds"] else {
            throw YAMLError(
                root.position, "clouds is missing; expected a mapping of clouds by name.")
        }
        var entries: [(name: String, node: YAMLNode)] = []
        for entry in try clouds.mapping("clouds") {
            let name = try entry.key.string("A cloud's name")
            _ = try entry.value.mapping("The cloud \(name.harmless(60))")
            entries.append((name, entry.value))
        }
        return entries
    }

    /// The file's bytes; nil where there is none.
    package static func contents(_ path: String) throws -> [UInt8]? {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            return nil
        } catch {
            throw ConfigurationError("\(path) is there, but cannot be read; check its permissions.")
        }
    }
}

/// A configuration that is not there or not whole.
package struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// The cloud that plain `OS_*` variables describe.
struct EnvironmentCloud {
    let name: String
    let node: YAMLNode?

    private static let ignored: Set<String> = [
        "OS_CLOUD", "OS_CLOUD_NAME", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE",
        "OS_CLIENT_VENDOR_FILE", "OS_REGION_NAME",
    ]

    init(_ environment: [String: String]) {
        name = environment["OS_CLOUD_NAME"].flatMap { $0.isEmpty ? nil : $0 } ?? "envvars"
        var entries: [YAMLNode.Entry] = []
        var describes = false
        for (key, value) in environment.sorted(by: { $0.key < $1.key })
        where key.hasPrefix("OS_") && !value.isEmpty {
            if !Self.ignored.contains(key) { describes = true }
            let position = SourcePosition(file: key, line: 1, column: 1)
            entries.append(
                YAMLNode.Entry(
                    key: YAMLNode(
                        .scalar(key.dropFirst(3).lowercased(), isPlain: true), at: position),
                    value: YAMLNode(.scalar(value, isPlain: false), at: position)))
        }
        // Other tools' OS_ variables alone make no cloud: one that can be reached does.
        describes = describes && (environment["OS_AUTH_URL"] ?? "").isEmpty == false
        node =
            describes
            ? YAMLNode(
                .mapping(entries), at: SourcePosition(file: "OS_AUTH_URL", line: 1, column: 1))
            : nil
    }
}

extension YAMLNode {
    /// This mapping with `other` laid over it, mapping by mapping.
    func merging(_ other: YAMLNode) -> YAMLNode {
        guard case .mapping(var entries) = content, case .mapping(let more) = other.content else {
            return other
        }
        for entry in more {
            if let index = entries.firstIndex(where: { $0.key.text == entry.key.text }) {
                entries[index].value = entries[index].value.merging(entry.value)
            } else {
                entries.append(entry)
            }
        }
        return YAMLNode(.mapping(entries), at: position)
    }
}
