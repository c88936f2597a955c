// SPDX-License-Identifier: Apache-2.0
import SCSSupport
package import SCSYAML

/// Reads a scope file; every error, even in a name, has file, line and column.
///
/// Source: https://docs.scs.community/standards/scs-0003-v1-sovereign-cloud-standards-yaml
package struct ScopeFile {
    package enum Strictness: Sendable {
        /// An unknown key is an error.
        case strict
        /// An unknown key is a warning.
        case lenient
    }

    private let strictness: Strictness
    private var warnings: [String] = []

    /// The scope in `bytes`, with warnings about what was ignored.
    package static func read(
        _ bytes: [UInt8], file: String, strictness: Strictness = .strict
    ) throws(YAMLError) -> (scope: Scope, warnings: [String]) {
        guard let root = try YAMLDocument.parse(bytes, file: file) else {
            throw YAMLError(Position(file: file, line: 1, column: 1), "The file is empty.")
        }
        var reader = ScopeFile(strictness: strictness)
        var scope = try reader.scope(root, sha256: bytes.sha256, file: file)
        scope.source = bytes
        return (scope, reader.warnings)
    }

    private init(strictness: Strictness) {
        self.strictness = strictness
    }

    private mutating func scope(
        _ root: YAMLNode, sha256: String, file: String
    ) throws(YAMLError) -> Scope {
        try check(
            root,
            allows: [
                "uuid", "name", "url", "versions", "prerequisite", "variables", "scripts",
                "modules", "timeline",
            ])
        if let prerequisite = root["prerequisite"] {
            warnings.append("\(prerequisite.position): prerequisite has no effect.")
        }
        var scope = Scope(
            uuid: try root.required("uuid").string(), name: try root.required("name").string(),
            url: try root["url"]?.string() ?? "", variables: try variables(root["variables"]),
            scripts: [], entries: [:], modules: [], versions: [], timeline: [], sha256: sha256,
            file: file)
        for node in try root["scripts"]?.sequence() ?? [] { try addScript(node, to: &scope) }
        for node in try root.required("modules").sequence() { try addModule(node, to: &scope) }
        for node in try root.required("versions").sequence() { try addVersion(node, to: &scope) }
        for node in try root.required("timeline").sequence() { try addEra(node, to: &scope) }
        return scope
    }

    // MARK: Parts

    private func variables(
        _ node: YAMLNode?
    ) throws(YAMLError) -> [(name: String, value: String?)] {
        var variables: [(name: String, value: String?)] = []
        for entry in try node?.sequence() ?? [] {
            if entry.text != nil {
                variables.append((try entry.string(), nil))
            } else {
                for (key, value) in try entry.mapping() {
                    variables.append((try key.string(), try value.string()))
                }
            }
        }
        return variables
    }

    private mutating func addScript(_ node: YAMLNode, to scope: inout Scope) throws(YAMLError) {
        try check(node, allows: ["executable", "env", "args", "testcases"])
        var environment: [(name: String, value: Template)] = []
        for (key, value) in try node["env"]?.mapping() ?? [] {
            environment.append((try key.string(), try template(value)))
        }
        let index = scope.scripts.count
        scope.scripts.append(
            Scope.Script(
                executable: try node["executable"]?.string(),
                arguments: try node["args"].map(template) ?? Template.empty,
                environment: environment))
        for entry in try node["testcases"]?.sequence() ?? [] {
            try check(entry, allows: ["lifetime", "section", "id", "description", "url"])
            let id = try entry.required("id")
            let name = try id.string()
            guard scope.entries[name] == nil else {
                throw YAMLError(id.position, "The test case \(name) is given twice.")
            }
            scope.entries[name] = Scope.Entry(
                id: name, description: try entry["description"]?.string().harmless(1000),
                url: try entry["url"]?.string(), section: try entry["section"]?.string(),
                lifetime: try entry["lifetime"].map(lifetime) ?? .week, script: index)
        }
    }

    private mutating func addModule(_ node: YAMLNode, to scope: inout Scope) throws(YAMLError) {
        try check(node, allows: ["id", "targets", "url", "name", "parameters"])
        let id = try node.required("id")
        let name = try id.string()
        guard !scope.modules.contains(where: { $0.id == name }) else {
            throw YAMLError(id.position, "The module \(name) is given twice.")
        }
        var targets: [(target: Target, testcases: [String])] = []
        for (key, list) in try node["targets"]?.mapping() ?? [] {
            let target = try key.target()
            var ids: [String] = []
            for item in try list.sequence() {
                let id = try item.string()
                guard scope.entries[id] != nil else {
                    throw unknown(item, "test case", among: scope.entries.keys)
                }
                ids.append(id)
            }
            targets.append((target, ids))
        }
        scope.modules.append(
            Scope.Module(
                id: name, name: try node["name"]?.string().harmless(300),
                url: try node["url"]?.string(), targets: targets))
    }

    private mutating func addVersion(_ node: YAMLNode, to scope: inout Scope) throws(YAMLError) {
        try check(node, allows: ["version", "include", "targets", "stabilized_at"])
        let label = try node.required("version")
        let name = try label.string()
        guard !scope.versions.contains(where: { $0.name == name }) else {
            throw YAMLError(label.position, "The version \(name) is given twice.")
        }
        if let targets = node["targets"] {
            warnings.append(
                "\(targets.position): the targets of a version are those of its modules; "
                    + "targets given here have no effect.")
        }
        var includes: [Scope.Inclusion] = []
        var targets: [Target: Set<String>] = [:]
        for item in try node.required("include").sequence() {
            var reference = item
            var parameters: [String: String] = [:]
            if item.text == nil {
                try check(item, allows: ["ref", "parameters"])
                reference = try item.required("ref")
                for (key, value) in try item["parameters"]?.mapping() ?? [] {
                    parameters[try key.string()] = try value.string()
                }
            }
            let id = try reference.string()
            guard let module = scope.modules.first(where: { $0.id == id }) else {
                throw unknown(reference, "module", among: scope.modules.map(\.id))
            }
            includes.append(Scope.Inclusion(module: id, parameters: parameters))
            for (target, ids) in module.targets { targets[target, default: []].formUnion(ids) }
        }
        scope.versions.append(
            Scope.Version(
                name: name, stabilizedAt: try node["stabilized_at"].map(date), includes: includes,
                targets: targets.keys.sorted().map { ($0, targets[$0, default: []].sorted()) }))
    }

    private mutating func addEra(_ node: YAMLNode, to scope: inout Scope) throws(YAMLError) {
        try check(node, allows: ["date", "versions"])
        var versions: [(name: String, validity: Scope.Validity)] = []
        for (key, value) in try node.required("versions").mapping() {
            let name = try key.string()
            guard scope.versions.contains(where: { $0.name == name }) else {
                throw unknown(key, "version", among: scope.versions.map(\.name))
            }
            guard let validity = Scope.Validity(rawValue: try value.string()) else {
                throw value.wrongValue("effective, warn, deprecated or draft")
            }
            versions.append((name, validity))
        }
        scope.timeline.append(
            Scope.Era(date: try date(try node.required("date")), versions: versions))
    }

    // MARK: Values

    private func template(_ node: YAMLNode) throws(YAMLError) -> Template {
        guard let template = Template(try node.string()) else {
            throw YAMLError(
                node.position,
                "\(node.label) has an unmatched brace; {name} is a variable, {{ a brace"
            )
        }
        return template
    }

    private func lifetime(_ node: YAMLNode) throws(YAMLError) -> Lifetime {
        guard let lifetime = Lifetime(rawValue: try node.string()) else {
            throw node.wrongValue("day, week, month, quarter or year")
        }
        return lifetime
    }

    private func date(_ node: YAMLNode) throws(YAMLError) -> CalendarDate {
        guard let date = CalendarDate(try node.string()) else {
            throw node.wrongValue("a day such as 2026-06-11")
        }
        return date
    }

    private func unknown(
        _ node: YAMLNode, _ noun: String, among known: some Sequence<String>
    ) -> YAMLError {
        let name = node.text ?? ""
        return YAMLError(
            node.position,
            "There is no \(noun) \(name.quotedForMessage)"
                + Suggestion.question(about: name, among: known))
    }

    private mutating func check(_ node: YAMLNode, allows known: [String]) throws(YAMLError) {
        do {
            try node.check(allows: known)
        } catch {
            // Only unknown keys are ignored; a list in place of a mapping is an error.
            guard strictness == .lenient, case .mapping = node.value else { throw error }
            warnings.append("\(error) (ignored)")
        }
    }
}
