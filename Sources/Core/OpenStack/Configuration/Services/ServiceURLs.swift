// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSYAML

/// Reads the URLs in a cloud's settings: Keystone's, and those that override the catalog's.
struct ServiceURLs {
    let settings: CloudSettings

    private static let example = "https://keystone.example.com:5000/v3"

    /// Keystone's URL; without Keystone, that of the services.
    func authURL(
        of credentials: Credentials, _ services: [String: ServiceSettings]
    ) throws -> URL {
        if case .fixed(let fixed) = credentials {
            if let url = fixed.endpoint?.url { return url }
            // The first by name, to be the same each time: journals identify a cloud by it.
            let first = services.sorted { $0.key < $1.key }.lazy.compactMap(
                \.value.endpointOverride
            )
            .first
            if let first { return try first.url(projectID: nil) }
            throw settings.missing(
                "endpoint", hint: ", and no <service>_endpoint_override beside it")
        }
        guard let node = settings.credential("auth_url") else {
            let profile = settings.value("profile") ?? settings.value("cloud")
            throw settings.missing(
                "auth_url",
                hint: profile.map { _ in ", and no profile that names one was found" } ?? "")
        }
        let url = try read(try node.string(example: Self.example), node, example: Self.example)
        guard !url.path.split(separator: "/").contains("v2.0") else {
            throw ConfigurationError(
                node.position, "auth_url is Keystone's version 2; only version 3 is supported")
        }
        return url
    }

    /// A URL that overrides a service's in the catalog.
    func override(_ node: YAMLNode) throws -> EndpointOverride {
        let example = "https://volume.example.com/v3"
        let override = EndpointOverride(try node.string(example: example))
        // Any id shows whether it is a URL; the real one is known with the token.
        _ = try read(try override.text(projectID: "0"), node, example: example)
        return override
    }

    private func read(_ text: String, _ node: YAMLNode, example: String) throws -> URL {
        let isWritable = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        guard isWritable, let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = url.host, !host.isEmpty,
            (1...65535).contains(url.port ?? 443)
        else { throw Self.noURL(node, example) }
        guard url.user == nil, url.password == nil, url.query == nil, url.fragment == nil else {
            throw ConfigurationError(
                node.position,
                "\(node.label) must not contain a user, a password, a query or a fragment; "
                    + "expected \"\(example)\"")
        }
        return url
    }

    private static func noURL(_ node: YAMLNode, _ example: String) -> ConfigurationError {
        ConfigurationError(
            node.position, "\(node.label) is not an http or https URL; expected \"\(example)\"")
    }
}
