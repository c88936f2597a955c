// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// The keys of a cloud that openstacksdk reads; others are probably typos.
enum KnownKeys {
    /// Keys of `auth`, which also work beside it.
    static let auth = AuthenticationType.keyNames
    /// Keys beside `auth` that have an effect here.
    private static let cloud: Set<String> = [
        "api_timeout", "auth", "auth_methods", "auth_type", "cacert", "cert", "cloud",
        "concurrency", "connect_retries", "endpoint_type", "force_ipv4", "insecure", "interface",
        "key", "prefer_ipv6", "profile", "rate_limit", "region_name", "regions",
        "status_code_retries", "verify",
    ]
    /// Keys that openstacksdk or other clients read and that have no effect here.
    private static let unused: Set<String> = [
        "additional_user_agent", "app_name", "app_version", "auth_plugin", "cache", "debug",
        "disable_vendor_agent", "external_network", "floating_ip_source", "hook",
        "image_api_use_tasks", "image_format", "internal_network", "log_file", "log_level",
        "message", "metrics", "networks", "requires_floating_ip", "secgroup_source", "status",
        "timeout", "timing", "vendor_hook", "verbose_level",
    ]
    private static let unusedSuffixes = [
        "_concurrency", "_max_version", "_min_version", "_rate_limit", "_retriable_status_codes",
        "_retry_delay",
    ]
    /// The effective name of a key.
    private static let better = [
        "auth_plugin": "auth_type", "timeout": "api_timeout", "_rate_limit": "rate_limit",
        "_concurrency": "concurrency",
    ]
    /// Keys that openstacksdk reads with `_` only, before it converts `-`.
    private static let dashless = ["auth_type", "endpoint_type"]

    /// Whether the value of a key is secret.
    static func isSecret(_ name: String) -> Bool {
        AuthenticationType.secretKeyNames.contains(name) || YAMLMapping.isSecret(name)
    }

    /// Whether `{region_name}` in a value of this key is replaced.
    static func mayHoldPlaceholders(_ name: String) -> Bool {
        cloud.contains(name) || ServiceKey(name)?.service != nil
    }

    /// A warning for each key that has no effect, from settings as written.
    static func warnings(_ settings: CloudSettings) -> [String] {
        // A shell may have any OS_* variables.
        guard !settings.isEnvironment else { return [] }
        var found: [(Position, String)] = []
        for (written, entry) in settings.table.inOrder where entry.key.position.line > 0 {
            guard let sentence = sentence(about: written) else { continue }
            found.append((entry.key.position, sentence))
        }
        for (written, entry) in settings.authTable.inOrder where entry.key.position.line > 0 {
            let name = written.underscored
            guard !auth.contains(name) else { continue }
            let sentence =
                cloud.contains(name)
                ? "the key \(name.quotedForMessage) has no effect inside auth; write it beside auth"
                : ignored(name, among: auth)
            found.append((entry.key.position, sentence))
        }
        return found.sorted {
            ($0.0.file, $0.0.line, $0.0.column) < ($1.0.file, $1.0.line, $1.0.column)
        }
        .map { "\($0.0): \($0.1)" }
    }

    /// The warning about a key beside `auth`; nil: it has an effect.
    private static func sentence(about written: String) -> String? {
        let name = written.underscored
        if written != name, let end = dashless.first(where: { name.hasSuffix($0) }) {
            return "the key \(written.quotedForMessage) has no effect; write \(end) with _"
        }
        if cloud.contains(name) || auth.contains(name) { return nil }
        if let suffix = unusedSuffixes.first(where: { name.hasSuffix($0) }) {
            return unused(name, better[suffix])
        }
        if unused.contains(name) || name.hasPrefix("has_") { return unused(name, better[name]) }
        if name.hasSuffix("timeout") { return nil }
        guard let key = ServiceKey(name) else { return ignored(name, among: cloud.union(auth)) }
        guard key.service == nil else {
            return key.attribute == .defaultMicroversion
                ? "the key \(name.quotedForMessage) has no effect here: each check requests the "
                    + "microversion that it needs" : nil
        }
        let service = String(name.dropLast(key.attribute.rawValue.count + 1))
        return "the key \(name.quotedForMessage) was ignored: no service has the type "
            + service.dashed.quotedForMessage
            + Suggestion.question(
                about: service.dashed, among: ServiceNames.officialTypes)
    }

    private static func unused(_ name: String, _ better: String?) -> String {
        "the key \(name.quotedForMessage) has no effect here"
            + (better.map { "; write \($0) instead" } ?? "")
    }

    private static func ignored(_ name: String, among known: Set<String>) -> String {
        "the key \(name.quotedForMessage) is unknown and was ignored"
            + Suggestion.question(about: name, among: known.sorted())
    }
}
