// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// Whether only IPv4 is used: by the cloud's setting, else that for all clouds.
enum AddressFamily {
    /// The cloud's setting.
    static func isIPv4Forced(_ settings: CloudSettings) throws -> Bool {
        let forced = try settings.value("force_ipv4")?.boolean() ?? false
        guard let node = settings.value("prefer_ipv6") else { return forced }
        return try forced || !node.boolean()
    }

    /// The setting for all clouds, from variables or else the section `client`.
    static func forcedEverywhere(
        _ client: YAMLNode?, _ environment: [String: String]
    ) throws -> YAMLNode? {
        let force =
            try variable("OS_FORCE_IPV4", environment)
            ?? section(client, "force_ipv4", "broken-ipv6")
        if let force, force.isOn { return node(at: force.position) }
        let prefer =
            try variable("OS_PREFER_IPV6", environment)
            ?? section(client, "prefer_ipv6", "prefer-ipv6")
        guard let prefer, !prefer.isOn else { return nil }
        return node(at: prefer.position)
    }

    private typealias Word = (isOn: Bool, position: Position)

    private static func node(at position: Position) -> YAMLNode {
        YAMLNode(.scalar("true", .plain), at: position, label: "force_ipv4")
    }

    /// Any text but "true" is false, as in openstacksdk.
    private static func variable(_ name: String, _ environment: [String: String]) -> Word? {
        environment[name].map { ($0.lowercased() == "true", EnvironmentCloud.position(of: name)) }
    }

    private static func section(_ client: YAMLNode?, _ names: String...) throws -> Word? {
        guard let node = names.lazy.compactMap({ client?[$0] }).first else { return nil }
        return (node.isNothing ? false : try node.boolean(), node.position)
    }
}
