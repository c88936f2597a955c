// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// A URL as it may be shown: in a log, a report, an error.
package enum SafeURL {
    /// What clouds are asked for in lists; the value of anything else could be a signature or a token.
    private static let shown: Set<String> = [
        "all_tenants", "backup_id", "changes-since", "container_format", "disk_format", "interface",
        "is_incremental", "limit", "marker", "name", "offset", "os_hidden", "resource_type",
        "resource_uuid", "service_type", "snapshot_id", "sort", "sort_dir", "sort_key", "status",
        "type", "usage", "visibility", "volume_id", "with_count",
    ]

    /// Scheme, host, port, path and query; values of unknown query items are replaced by `•••`.
    package static func text(_ url: URL) -> String {
        var text = "\(url.scheme ?? "")://\(url.host() ?? "")"
        if let port = url.port { text += ":\(port)" }
        text += url.path(percentEncoded: true)
        guard let query = url.query(percentEncoded: true) else { return text }
        let items = query.split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !shown.contains(String(parts[0])) else {
                // A lone word may be a token as well as a switch.
                return parts.count == 2 ? String(item) : hidden(parts[0])
            }
            return "\(parts[0])=•••"
        }
        return text + "?" + items.joined(separator: "&")
    }

    private static func hidden(_ word: Substring) -> String {
        shown.contains(String(word)) ? String(word) : "•••"
    }
}
