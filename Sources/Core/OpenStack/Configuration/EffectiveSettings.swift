// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport
import SCSYAML

/// Lists the effective settings of a cloud, with the keys of clouds.yaml.
struct EffectiveSettings: Sendable {
    let settings: CloudSettings
    let configuration: CloudConfiguration
    let files: ConfigurationFiles

    private typealias Setting = EffectiveConfiguration.Setting
    private static let mask = JSON.string("\(Secret(""))")

    var all: [EffectiveConfiguration.Setting] {
        [
            profile,
            // An empty string if there is none, as in openstacksdk.
            Setting(
                path: ["region_name"], value: .string(configuration.regionName ?? ""),
                source: settings.value("region_name")?.source ?? Defaults.place),
            written(["auth_type"], settings.value("auth_type")),
        ] + credentials + [
            written(["interface"], settings.value("interface") ?? Self.standard("interface")),
            verify, path("cacert"), bundle, path("cert"), path("key"), number("api_timeout"),
            Setting(
                path: ["force_ipv4"], value: .bool(configuration.forcesIPv4),
                source: (settings.value("force_ipv4") ?? settings.value("prefer_ipv6"))?.source
                    ?? Defaults.place),
            number("connect_retries"), number("status_code_retries"), number("rate_limit"),
            number("concurrency"),
        ] + services
    }

    private var profile: EffectiveConfiguration.Setting {
        let node = settings.value("profile") ?? settings.value("cloud")
        return Setting(
            path: ["profile"], value: node?.text.map { .string(Profile.shown($0)) } ?? .null,
            source: node?.source)
    }

    private static func standard(_ name: String) -> YAMLNode? { Defaults.mapping[name] }

    private var credentials: [EffectiveConfiguration.Setting] {
        settings.authTable.inOrder.sorted { $0.name < $1.name }.compactMap { name, entry in
            guard !entry.value.isNothing else { return nil }
            // A misspelt password is an unknown key, so unknown keys may hold passwords.
            let isPublic = KnownKeys.auth.contains(name) && !KnownKeys.isSecret(name)
            return Setting(
                path: ["auth", name], value: isPublic ? entry.value.json : Self.mask,
                source: entry.value.source)
        }
    }

    private var verify: EffectiveConfiguration.Setting {
        // Any other word in `insecure` means false, and so kept verification on.
        let insecure = settings.value("insecure").flatMap { node in
            let text = node.text ?? ""
            return text.lowercased() == "true" || node.isPlainlyTrue ? node : nil
        }
        let node = insecure ?? settings.value("verify")
        return Setting(
            path: ["verify"], value: .bool(configuration.tls.verify),
            source: node?.source ?? Defaults.place)
    }

    /// A path with `~` expanded; a path in `verify` is the CA file.
    private func path(_ name: String) -> EffectiveConfiguration.Setting {
        if let node = settings.value(name) {
            return Setting(
                path: [name], value: .string(files.expandingHome(node.text ?? "")),
                source: node.source)
        }
        // A path in `verify` is a CA file, too.
        guard name == "cacert", configuration.tls.caFile != nil,
            let node = settings.value("verify"),
            PlainScalar.boolean(node.text ?? "") == nil
        else { return Setting(path: [name], value: .null, source: nil) }
        return Setting(path: [name], value: node.json, source: node.source)
    }

    /// The CA file from variables, if the configuration names none.
    private var bundle: EffectiveConfiguration.Setting {
        let isUsed =
            configuration.tls.caFile != nil && settings.value("cacert") == nil
            && path("cacert").value == .null
        let node = isUsed ? TLSReader(settings: settings, files: files).bundle() : nil
        return Setting(path: ["ca_bundle"], value: node?.json ?? .null, source: node?.source)
    }

    private func number(_ name: String) -> EffectiveConfiguration.Setting {
        written([name], settings.value(name), isNumber: true)
    }

    private func written(
        _ path: [String], _ node: YAMLNode?, isNumber: Bool = false
    ) -> EffectiveConfiguration.Setting {
        guard let node, node.json != .null else {
            return Setting(path: path, value: .null, source: nil)
        }
        guard isNumber, let number = node.text.flatMap({ Double($0) }) else {
            return Setting(path: path, value: node.json, source: node.source)
        }
        let value = Int64(exactly: number).map(JSON.integer) ?? .number(number)
        return Setting(path: path, value: value, source: node.source)
    }

    private var services: [EffectiveConfiguration.Setting] {
        ServiceNames.officialTypes.flatMap { service in
            let attributes = ServiceKey.Attribute.allCases.filter { $0 != .endpoint }
            let written = attributes.compactMap { attribute -> EffectiveConfiguration.Setting? in
                let older =
                    attribute == .endpointOverride ? settings.value(.endpoint, of: service) : nil
                guard let node = settings.value(attribute, of: service) ?? older else { return nil }
                return self.written(
                    ["services", service, attribute.rawValue], node,
                    isNumber: [.connectRetries, .statusCodeRetries].contains(attribute))
            }
            return written
                + ["rate_limit", "concurrency"].compactMap { limit($0, of: service) }
        }
    }

    /// A limit of one service; a limit for all services is listed separately.
    private func limit(
        _ name: String, of service: String
    ) -> EffectiveConfiguration.Setting? {
        guard case .mapping(let entries) = settings.value(name)?.value else { return nil }
        let own = entries.first { ServiceNames.official($0.key.text ?? "") == service }
        return own.map { written(["services", service, name], $0.value, isNumber: true) }
    }
}

extension YAMLNode {
    fileprivate var isPlainlyTrue: Bool {
        guard case .scalar(let text, .plain) = value else { return false }
        return PlainScalar.boolean(text) == true
    }

    fileprivate var source: String {
        position.description
    }

    fileprivate var json: JSON {
        switch value {
        case .scalar(let text, _): .string(text)
        case .sequence(let entries): .array(entries.map(\.json))
        case .mapping: .null
        }
    }
}
