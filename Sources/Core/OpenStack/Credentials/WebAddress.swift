// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// An http or https URL that secrets may be sent to.
package struct WebAddress: Sendable, Equatable {
    package let url: URL

    /// Nil unless it is an http or https URL with a host and without user, password or fragment.
    package init?(_ text: String) {
        let isWritable = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        guard isWritable, let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = url.host(), !host.isEmpty,
            (1...65535).contains(url.port ?? 443), url.user() == nil, url.password() == nil,
            url.fragment() == nil
        else { return nil }
        self.url = url
    }

    package var isEncrypted: Bool { url.scheme?.lowercased() == "https" }

    /// Scheme, host and port, with the port that the scheme implies: `https://login.example:443`.
    package var origin: String {
        let scheme = url.scheme?.lowercased() ?? ""
        let port = url.port ?? (scheme == "https" ? 443 : 80)
        return "\(scheme)://\((url.host() ?? "").lowercased()):\(port)"
    }
}
