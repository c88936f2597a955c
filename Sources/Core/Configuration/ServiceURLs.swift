// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// Reads the URLs of a cloud's settings: Keystone's, and those that replace the catalogue's.
struct ServiceURLs {
    let settings: CloudSettings

    private static let example = "https://keystone.example.com:5000/v3"
    /// Cinder has had many names; of several overrides the one that stands first here wins.
    private static let blockStorage = [
        "block_storage", "volumev3", "volumev2", "volume", "block_store",
    ]

    /// Keystone's URL; where no Keystone is asked, that of the services.
    func authURL(of credentials: Credentials) throws -> URL {
        if case .fixed(let fixed) = credentials {
            if let url = fixed.endpoint?.url { return url }
            // The lowest, so that it is the same each time: journals know a cloud by it.
            if let first = try overrides().min(by: { $0.key < $1.key }) { return first.value }
            throw settings.missing(
                "endpoint", hint: ", and no <service>_endpoint_override beside it")
        }
        guard let node = settings.credential("auth_url") else {
            let profile = settings.value("profile") ?? settings.value("cloud")
            throw settings.missing(
                "auth_url",
                hint: profile.map { _ in ", and no profile that names one was found" } ?? "")
        }
        let url = try read(node, example: Self.example)
        guard !url.path.split(separator: "/").contains("v2.0") else {
            throw ConfigurationError(
                node.position, "auth_url is Keystone's version 2; only version 3 is supported")
        }
        return url
    }

    /// `<service>_endpoint_override`, by service type.
    func overrides() throws -> [String: URL] {
        var result: [String: URL] = [:]
        for suffix in ["_endpoint", "_endpoint_override"] {
            for key in settings.values.keys
            where key.hasSuffix(suffix) && !KnownKeys.auth.contains(key) {
                let service = String(key.dropLast(suffix.count))
                guard !service.isEmpty, !Self.blockStorage.contains(service),
                    let node = settings.value(key)
                else { continue }
                result[service.replacing("_", with: "-")] = try read(node)
            }
            for service in Self.blockStorage.reversed() {
                guard let node = settings.value(service + suffix) else { continue }
                result["block-storage"] = try read(node)
            }
        }
        return result
    }

    private func read(
        _ node: YAMLNode, example: String = "https://volume.example.com/v3"
    ) throws -> URL {
        let text = try expanded(try node.string(example: example), node)
        let isWritable = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        guard isWritable, let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = url.host, !host.isEmpty,
            (1...65535).contains(url.port ?? 443)
        else {
            throw ConfigurationError(
                node.position, "\(node.label) is no http or https URL; expected \"\(example)\"")
        }
        guard url.user == nil, url.password == nil, url.query == nil, url.fragment == nil else {
            throw ConfigurationError(
                node.position,
                "\(node.label) must not contain a user, a password, a query or a fragment; "
                    + "expected \"\(example)\"")
        }
        return url
    }

    /// The text with `{region_name}` and the like, and Keystone's `%(project_id)s`, filled in.
    private func expanded(_ text: String, _ node: YAMLNode) throws -> String {
        var result = text
        for spelling in ["%(project_id)s", "%(tenant_id)s", "$(project_id)s", "$(tenant_id)s"]
        where result.contains(spelling) {
            guard let project = settings.scoping("tenant_id", "project_id")?.text else {
                throw ConfigurationError(
                    node.position,
                    "\(node.label) needs the project's id; write project_id into auth")
            }
            result = result.replacing(spelling, with: project)
        }
        return try filled(result, node)
    }

    private func filled(_ text: String, _ node: YAMLNode) throws -> String {
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let name = rest[rest.index(after: open)...].prefix { $0 != "}" }
            // Only what is no secret may become part of a URL, which is logged.
            guard name.endIndex < rest.endIndex, !YAMLMapping.isSecret(String(name)),
                let value = settings.value(String(name))?.text
            else {
                throw ConfigurationError(
                    node.position,
                    "\(node.label) has braces around something that is no key of cloud "
                        + "\(settings.cloud.quotedForMessage); expected {region_name}, for example")
            }
            result += value
            rest = rest[rest.index(after: name.endIndex)...]
        }
        return result + rest
    }
}
