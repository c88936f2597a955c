// SPDX-License-Identifier: Apache-2.0

/// Whether hosts are reached by IPv4 alone: what the cloud says, else `client`, else variables.
struct AddressFamily {
    let settings: CloudSettings
    let client: YAMLNode?
    let files: ConfigurationFiles

    func isIPv4Forced() throws -> Bool {
        var forced = try general()
        if let node = settings.table["force_ipv4"]?.value {
            forced = node.isNothing ? false : try node.boolean()
        }
        guard let node = settings.value("prefer_ipv6") else { return forced }
        return try forced || !node.boolean()
    }

    private func general() throws -> Bool {
        let force = try variable("OS_FORCE_IPV4") ?? section("force_ipv4", "broken-ipv6")
        let prefer = try variable("OS_PREFER_IPV6") ?? section("prefer_ipv6", "prefer-ipv6")
        return force ?? false || !(prefer ?? true)
    }

    /// Each text but "true" is false, as openstacksdk reads it.
    private func variable(_ name: String) -> Bool? {
        files.environment[name].map { $0.lowercased() == "true" }
    }

    private func section(_ names: String...) throws -> Bool? {
        let node = names.lazy.compactMap { client?[$0] }.first
        return try node.flatMap { $0.isNothing ? false : try $0.boolean() }
    }
}
