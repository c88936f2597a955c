// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// A cloud's configuration for display: each value with its source, without secrets.
package struct EffectiveConfiguration: Sendable {
    /// One value; the parts of its key, joined by dots, are its path: `auth`, `username`.
    package struct Setting: Sendable {
        package let path: [String]
        package let value: JSON
        /// A file with line and column, a variable, or "default"; nil if nothing is set.
        package let source: String?

        package var key: String { path.joined(separator: ".") }
    }

    package let configuration: CloudConfiguration
    /// The files that were read: clouds.yaml, secure.yaml.
    package let files: [String]
    /// Found out when asked for: a run over many clouds never asks.
    package var settings: [Setting] { effective.all }
    private let effective: EffectiveSettings
    /// Warnings, and which secrets are not configured.
    package let warnings: [String]
    /// Why no secret is used with it; nil if nothing prevents it.
    let refusal: ConfigurationError?

    init(
        _ settings: CloudSettings, _ configuration: CloudConfiguration, from paths: [String],
        in files: ConfigurationFiles, refusals: [String] = []
    ) {
        let isSecret = !configuration.requiredSecrets.isEmpty
        refusal = isSecret ? refusals.first.map { ConfigurationError(nil, $0) } : nil
        self.configuration = configuration
        self.files = paths
        let missing = configuration.requiredSecrets.filter { $0.configured == nil }
        warnings =
            configuration.warnings + refusals
            + missing.compactMap { $0.absence.map { "\($0), or supply it at run time" } }
        effective = EffectiveSettings(
            settings: settings, configuration: configuration, files: files)
    }

    /// One object, shaped like the keys of clouds.yaml, with `sources` and `warnings` beside them.
    package var json: JSON {
        var root: [String: JSON] = [
            "cloud": .string(configuration.name), "services": [:], "auth": [:],
            "files": .array(files.map(JSON.string)),
            "warnings": .array(warnings.map(JSON.string)),
        ]
        let settings = settings
        for setting in settings { Self.insert(setting.value, at: setting.path[...], in: &root) }
        let sources = settings.compactMap { setting in
            setting.source.map { (setting.key, JSON.string($0)) }
        }
        root["sources"] = .object(Dictionary(sources) { _, last in last })
        return .object(root)
    }

    private static func insert(
        _ value: JSON, at path: ArraySlice<String>, in object: inout [String: JSON]
    ) {
        guard let name = path.first else { return }
        guard path.count > 1 else {
            object[name] = value
            return
        }
        var inner: [String: JSON] = [:]
        if case .object(let fields) = object[name] { inner = fields }
        insert(value, at: path.dropFirst(), in: &inner)
        object[name] = .object(inner)
    }
}
