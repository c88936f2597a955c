// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// A URL for display: in a log, a report, an error.
package enum SafeURL {
    /// Query items of lists; values of any others could be signatures or tokens.
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
                // A single word may be a token as well as a flag.
                return parts.count == 2 ? String(item) : hidden(parts[0])
            }
            return "\(parts[0])=•••"
        }
        return text + "?" + items.joined(separator: "&")
    }

    private static func hidden(_ word: Substring) -> String {
        shown.contains(String(word)) ? String(word) : "•••"
    }

    /// Keys whose values sign or grant access, even without a host: `/v1/a/b?temp_url_sig=…`.
    private static let granting = ["sig", "token", "credential", "accesskey", "expires", "policy"]
    /// Characters that end a URL in text.
    private static let ends = Set(" \t\r\n\"'<>`|\\".utf8)

    /// The text with users removed from its URLs, and query values that could be secret.
    package static func cleaned(_ text: String) -> String {
        // Hardly any text contains one.
        guard text.utf8.contains(where: { $0 == 0x3D || $0 == 0x40 }) else { return text }
        var result = ""
        var rest = text[...]
        while !rest.isEmpty {
            let word = rest.prefix(
                upTo: rest.utf8.firstIndex(where: ends.contains) ?? rest.endIndex)
            result += word.isEmpty ? rest.prefix(1) : cleaned(word: word)
            rest = rest[(word.isEmpty ? rest.index(after: rest.startIndex) : word.endIndex)...]
        }
        return result
    }

    private static func cleaned(word: Substring) -> Substring {
        var word = word
        let authority = word.firstRange(of: "://")?.upperBound
        if let authority {
            let path = word[authority...].firstIndex { "/?#".contains($0) } ?? word.endIndex
            if let at = word[authority..<path].lastIndex(of: "@") {
                word.replaceSubrange(authority..<at, with: "•••")
            }
        }
        guard let query = word.utf8.firstIndex(where: { $0 == 0x3F || $0 == 0x23 }),
            word[query...].utf8.contains(0x3D)
        else { return word }
        let mark = word[query]
        let items = word[word.index(after: query)...].split(
            separator: "&", omittingEmptySubsequences: false)
        let cleaned = items.map { item -> Substring in
            guard let equals = item.utf8.firstIndex(of: 0x3D) else { return item }
            let key = item[..<equals].lowercased().filter { $0 != "-" && $0 != "_" }
            let isShown =
                authority == nil
                ? !granting.contains(where: key.contains) : shown.contains(String(item[..<equals]))
            return isShown ? item : item[...equals] + "•••"
        }
        return word[..<query] + String(mark) + cleaned.joined(separator: "&")
    }
}
