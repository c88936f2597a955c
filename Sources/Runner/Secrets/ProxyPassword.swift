// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Passwords in proxy URLs, which libcurl reads from the environment and may quote.
enum ProxyPassword {
    static func all(_ environment: [String: String]) -> [Secret] {
        environment.filter { $0.key.lowercased().hasSuffix("_proxy") }.values.compactMap { value in
            let rest = value.firstRange(of: "://").map { value[$0.upperBound...] } ?? value[...]
            guard let at = rest.lastIndex(of: "@"), let colon = rest[..<at].firstIndex(of: ":")
            else { return nil }
            return Secret(String(rest[rest.index(after: colon)..<at]))
        }
    }
}
