// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck

/// The proxy that libcurl takes for a URL, by the environment.
///
/// Source: https://curl.se/libcurl/c/libcurl-env.html
struct ProxyChoice: Sendable {
    /// The variable that names it.
    let variable: String
    let url: URL

    /// Where a proxy listens whose URL has no port.
    var port: Int { url.port ?? 1080 }
    var host: String { url.host() ?? "" }

    /// Nil where the connection is direct.
    init?(for url: URL, in environment: [String: String]) {
        let names =
            url.scheme?.lowercased() == "https"
            ? ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
            // Upper case may come from a header in CGI, so libcurl ignores it.
            : ["http_proxy", "all_proxy", "ALL_PROXY"]
        guard let variable = names.first(where: { environment[$0]?.isEmpty == false }),
            let text = environment[variable], !Self.isExcepted(url.host() ?? "", environment),
            let proxy = URL(string: text.contains("://") ? text : "http://" + text),
            proxy.host() != nil
        else { return nil }
        self.variable = variable
        self.url = proxy
    }

    private static func isExcepted(_ host: String, _ environment: [String: String]) -> Bool {
        let list = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        return list.split { $0 == "," || $0 == " " }.contains { entry in
            let name = entry.drop { $0 == "." }.lowercased()
            let host = host.lowercased()
            return entry == "*" || host == name || host.hasSuffix("." + name)
        }
    }
}
