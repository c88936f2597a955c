// SPDX-License-Identifier: Apache-2.0

/// The keys of a cloud that openstacksdk knows; others are probably typing mistakes.
enum KnownKeys {
    /// What `auth` may hold, and what also counts when it stands beside `auth`.
    static let auth = AuthenticationType.keyNames
    private static let cloud: Set<String> = [
        "auth", "auth_type", "profile", "cloud", "region_name", "regions", "interface",
        "endpoint_type", "identity_api_version", "verify", "insecure", "cacert", "cert", "key",
        "api_timeout", "timeout", "networks", "external_network", "internal_network",
        "image_format", "image_api_use_tasks", "floating_ip_source", "secgroup_source",
        "disable_vendor_agent", "prefer_ipv6", "metrics", "cache", "vendor_hook", "status",
        "message", "app_name", "app_version", "additional_user_agent", "timing", "debug",
        "verbose_level", "log_file", "log_level", "rate_limit", "concurrency",
        "requires_floating_ip", "hook",
    ]
    private static let suffixes = [
        "_api_version", "_endpoint", "_endpoint_override", "_default_microversion",
        "_min_version", "_max_version", "_retries", "_retry_delay", "_rate_limit",
        "_concurrency", "timeout",
    ]
    /// Known to openstacksdk, and worth a word because this program goes on without them.
    private static let unused: Set<String> = ["force_ipv4", "auth_plugin"]
    private static let unusedSuffixes = [
        "_interface", "_endpoint_type", "_region_name", "_service_type", "_service_name",
    ]

    /// A sentence for each key that has no effect.
    static func warnings(_ settings: CloudSettings) -> [String] {
        // Nobody answers for all the OS_* variables of a shell.
        guard !settings.isEnvironment else { return [] }
        let known = cloud.union(auth)
        var found: [(Position, String)] = []
        for (name, entry) in settings.values where !known.contains(name) {
            let position = entry.key.position
            if unused.contains(name) || unusedSuffixes.contains(where: { name.hasSuffix($0) }) {
                found.append((position, "the key \(name.quotedForMessage) is not used here"))
            } else if !suffixes.contains(where: { name.hasSuffix($0) }) {
                found.append((position, ignored(name, among: known)))
            }
        }
        for (name, entry) in settings.auth where !auth.contains(name) {
            let sentence =
                known.contains(name)
                ? "the key \(name.quotedForMessage) has no effect inside auth; write it beside auth"
                : ignored(name, among: auth)
            found.append((entry.key.position, sentence))
        }
        let bound = ["v3applicationcredential", "v3oauth2clientcredential"]
        if let type = settings.value("auth_type")?.text, bound.contains(type),
            let scope = settings.scoping("project_id", "project_name", "domain_id", "domain_name")
                ?? settings.credential("system_scope")
        {
            found.append(
                (scope.position, "\(scope.label) has no effect on an application credential"))
        }
        return found.sorted {
            ($0.0.file, $0.0.line, $0.0.column) < ($1.0.file, $1.0.line, $1.0.column)
        }
        .map { "\($0.0): \($0.1)" }
    }

    private static func ignored(_ name: String, among known: Set<String>) -> String {
        "the key \(name.quotedForMessage) is not known and was ignored"
            + Suggestion.question(about: name, among: known.sorted())
    }
}
