// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// Finds and reads configuration files in openstacksdk's search path.
struct ConfigurationFiles: Sendable {
    let environment: [String: String]
    let workingDirectory: String
    let homeDirectory: String
    let readFile: @Sendable (String) throws -> [UInt8]?

    /// The first existing file, with its root; `warnings` name ignored ones.
    struct Found {
        var path: String?
        var root: YAMLNode?
        var warnings: [String] = []
    }

    /// The search path for a file of this name, in order.
    func candidates(_ stem: String, named variable: String? = nil) -> [String] {
        var paths: [String] = []
        if let variable, let path = setting(variable) { paths.append(absolute(path)) }
        for folder in folders {
            for suffix in [".yaml", ".yml", ".json"] {
                let path = folder + "/" + stem + suffix
                if !paths.contains(path) { paths.append(path) }
            }
        }
        return paths
    }

    /// The first of the candidates that can be read.
    func load(_ stem: String, named variable: String? = nil) throws -> Found {
        var found = Found()
        for path in candidates(stem, named: variable) {
            let bytes: [UInt8]
            do {
                guard let content = try readFile(path) else {
                    if let variable, let named = setting(variable), path == absolute(named) {
                        found.warnings.append(
                            "\(variable) names \(path), which does not exist; "
                                + "the default locations were searched instead")
                    }
                    continue
                }
                bytes = content
            } catch {
                // openstacksdk continues as well, but without a warning.
                found.warnings.append(
                    "\(path) cannot be read and was ignored: \(error.formatted)")
                continue
            }
            found.path = path
            let text = path.hasSuffix("json") ? JSONEscapes.joined(bytes) : bytes
            found.root = try YAMLDocument.parse(text, file: path)
            return found
        }
        return found
    }

    /// A path with `~` expanded, relative to the working directory.
    func absolute(_ path: String, expandingHome: Bool = false) -> String {
        let path = expandingHome ? self.expandingHome(path) : path
        return path.hasPrefix("/") ? path : workingDirectory + "/" + path
    }

    /// A path with `~` expanded.
    func expandingHome(_ path: String) -> String {
        path == "~" || path.hasPrefix("~/") ? homeDirectory + path.dropFirst() : path
    }

    private var folders: [String] {
        let home = setting("SNAP_REAL_HOME") ?? homeDirectory
        let site = setting("XDG_CONFIG_DIRS") ?? "/etc/xdg"
        let user = setting("XDG_CONFIG_HOME") ?? homeDirectory + "/.config"
        let sites: [String] = site.split(separator: ":").map { "\($0)/openstack" }
        let own = [workingDirectory, user + "/openstack", home + "/.config/openstack"]
        return own + sites + ["/etc/openstack"]
    }

    func setting(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension YAMLNode {
    /// This value overridden by another: mappings key by key, everything else replaced.
    func merged(with overlay: YAMLNode) throws -> YAMLNode {
        guard case .mapping(let added) = overlay.value, !isNull else { return overlay }
        guard case .mapping(var entries) = value else {
            throw ConfigurationError(
                overlay.position,
                "\(overlay.label) is a mapping here and \(kind) at \(position); make them agree")
        }
        var places: [String: Int] = [:]
        for (index, entry) in entries.enumerated() { places[entry.key.text ?? ""] = index }
        for (key, value) in added {
            if let place = places[key.text ?? ""] {
                entries[place].value = try entries[place].value.merged(with: value)
            } else {
                entries.append((key, value))
            }
        }
        var result = self
        result.value = .mapping(entries)
        return result
    }
}
