// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// The `config.toml` of SCS's own test runner as `scs-check.yaml`.
package struct FleetImport: Sendable {
    /// The file's text.
    package private(set) var text = ""
    /// What could not be carried over, each with its place.
    package private(set) var notes: [String] = []

    private var subjects: [(name: String, cloud: String)] = []
    private var refused: Set<String> = []
    private let root: YAMLNode
    private let folder: String

    /// Throws an error with file, line and column if nothing can be carried over.
    package init(_ bytes: [UInt8], file: String) throws {
        root = try TOMLDocument.parse(bytes, file: file)
        folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
        var presets: [String] = []
        for (key, node) in try root["presets"]?.mapping() ?? [] {
            presets += try preset(key, node)
        }
        noteUnknown(in: root, ["secrets", "presets", "scopes", "subjects"])
        for (key, node) in try root["subjects"]?.mapping() ?? [] {
            try readSubject(key, node)
        }
        noteSecrets()
        guard !presets.isEmpty else {
            throw YAMLError(
                root.position,
                (["this file has no preset that can be carried over"] + notes).joined(
                    separator: "; "))
        }
        text =
            "defaults: {output: reports, format: [json, markdown, scs]}\nsubjects:\n"
            + subjects.map { name, cloud in
                "  \(Self.quoted(name)):"
                    + (name == cloud ? "" : " {cloud: \(Self.quoted(cloud))}") + "\n"
            }.joined() + "presets:\n" + presets.joined()
        // What is written is read again before anybody relies on it.
        _ = try FleetConfiguration(Array(text.utf8), file: "scs-check.yaml")
    }

    /// The presets of a preset: one for each of its scopes.
    private mutating func preset(_ key: YAMLNode, _ node: YAMLNode) throws -> [String] {
        let name = key.text ?? ""
        guard isWritable(name) else {
            note(key, "the name of this preset is not printable")
            return []
        }
        noteUnknown(in: node, ["scopes", "subjects", "workers"])
        var scopes: [(name: String, value: String)] = []
        for scope in try node["scopes"]?.sequence() ?? [] {
            if let value = try self.scope(scope) { scopes.append((scope.text ?? "", value)) }
        }
        guard !scopes.isEmpty else {
            note(key, "the preset \(name.quotedForMessage) has no scope that could be carried over")
            return []
        }
        var names: [String] = []
        for subject in try node["subjects"]?.sequence() ?? [] where try add(subject) {
            names.append(subject.text ?? "")
        }
        guard !names.isEmpty else {
            note(key, "the preset \(name.quotedForMessage) has no subject")
            return []
        }
        // SCS's runner has five workers by default.
        var jobs = 5
        if let workers = node["workers"] {
            let number = try workers.integer()
            if (1...1000).contains(number) {
                jobs = number
            } else {
                note(workers, "workers is \(number); jobs is \(jobs) instead")
            }
        }
        return scopes.map { scope, value in
            let preset = scopes.count == 1 ? name : "\(name)-\(scope)"
            return
                "  \(Self.quoted(preset)):\n    scope: \(Self.quoted(value))\n    jobs: \(jobs)\n"
                + "    subjects: [\(names.map(Self.quoted).joined(separator: ", "))]\n"
        }
    }

    /// The scope for scs-check.yaml; nil if this program does not test it.
    private mutating func scope(_ node: YAMLNode) throws -> String? {
        let name = try node.string(example: "scs-compatible-iaas")
        guard let spec = try root["scopes"]?[name]?["spec"]?.string(example: "./scope.yaml") else {
            note(node, "the scope \(name.quotedForMessage) has no spec")
            return nil
        }
        switch spec.split(separator: "/").last {
        case "scs-compatible-iaas.yaml": return "iaas"
        case "scs-compatible-kaas.yaml":
            note(
                node, "the scope \(name.quotedForMessage) is about Kubernetes clusters, not clouds")
            return nil
        default: return spec.hasPrefix("/") ? spec : folder + spec
        }
    }

    /// Carries a subject over, once; false if it has no name of ours.
    private mutating func add(_ node: YAMLNode) throws -> Bool {
        let name = try node.string(example: "mycloud")
        if subjects.contains(where: { $0.name == name }) { return true }
        let problem =
            !FleetSubject.isName(name)
            ? "cannot name a folder of reports"
            : subjects.contains { $0.name.lowercased() == name.lowercased() }
                ? "differs from another in case alone" : nil
        if let problem {
            if refused.insert(name).inserted {
                note(node, "the subject \(name.quotedForMessage) \(problem)")
            }
            return false
        }
        subjects.append((name, cloud(of: name)))
        return true
    }

    /// The entry of clouds.yaml, by the subject's own mapping, else by that of all.
    private mutating func cloud(of name: String) -> String {
        let subjects = root["subjects"]
        if let own = subjects?[name]?["mapping"]?["os_cloud"]?.text, isWritable(own) { return own }
        guard let shared = subjects?["_"]?["mapping"]?["os_cloud"] else { return name }
        let cloud = shared.text?.replacing("{subject}", with: name) ?? ""
        guard isWritable(cloud), !cloud.contains("{"), !cloud.contains("}") else {
            note(shared, "os_cloud of \(name) is unclear; its cloud is \(name)")
            return name
        }
        return cloud
    }

    /// What a subject has beside its cloud is for the programs of a scope.
    private mutating func readSubject(_ key: YAMLNode, _ node: YAMLNode) throws {
        noteUnknown(in: node, ["mapping"])
        for (variable, _) in try node["mapping"]?.mapping() ?? [] where variable.text != "os_cloud"
        {
            note(
                variable,
                "the variable \((variable.text ?? "").quotedForMessage) is for programs of a scope; assign it "
                    + "on the command line where they need it")
        }
    }

    private mutating func noteSecrets() {
        guard let secrets = root["secrets"] else { return }
        noteUnknown(in: secrets, ["keyfile", "tokenfile"])
        note(
            secrets,
            "keyfile and tokenfile are for uploads: set key to \(path(secrets["keyfile"])), and upload with monitor, "
                + "user and password-command; the file of the token has user and password in base64"
        )
    }

    private func path(_ node: YAMLNode?) -> String {
        guard let text = node?.text else { return "its path" }
        return (text.hasPrefix("/") ? text : folder + text).harmless(300)
    }

    private mutating func noteUnknown(in node: YAMLNode, _ known: Set<String>) {
        for key in node.unknownKeys(known: known) {
            note(key, "\((key.text ?? "").quotedForMessage) is unknown")
        }
    }

    private mutating func note(_ node: YAMLNode, _ text: String) {
        notes.append("\(node.position): \(text)".harmless(1000))
    }

    private func isWritable(_ text: String) -> Bool { !text.isEmpty && text == text.harmless(300) }

    private static func quoted(_ text: String) -> String {
        "'\(text.replacing("'", with: "''"))'"
    }
}
