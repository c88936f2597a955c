// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSupport

/// A service's base URL with the API version in use, from any form in the catalog.
struct Endpoint: Sendable, Equatable {
    /// `https://host/volume/v3`, without a project or a trailing slash.
    let versioned: String

    /// Removes a project id; corrects or adds the version.
    init(_ url: URL, majorVersion: String, projectID: String?) {
        var text = url.absoluteString
        if let cut = text.firstIndex(where: { $0 == "?" || $0 == "#" }) {
            text = String(text[..<cut])
        }
        var segments = text.split(separator: "/", omittingEmptySubsequences: false)
        while segments.last == "" { segments.removeLast() }
        if let projectID, let last = segments.last, last == projectID[...] {
            segments.removeLast()
        }
        // "https:", "", "host" are the first three.
        if segments.count > 3, let last = segments.last, Self.isVersion(last) {
            segments.removeLast()
        }
        versioned = segments.joined(separator: "/") + "/" + majorVersion
    }

    static func isVersion(_ segment: Substring) -> Bool {
        guard segment.first == "v", segment.count > 1 else { return false }
        return segment.dropFirst().allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    }

    /// The URL of `path` below the endpoint; escapes path segments and query values.
    ///
    /// `isFolder` appends a slash, where services list their versions.
    func url(
        _ path: [PathSegment], query: [(String, String)] = [], isFolder: Bool = false
    ) -> URL? {
        var text = versioned
        for segment in path { text += "/" + segment.text.percentEncoded }
        if isFolder { text += "/" }
        if !query.isEmpty {
            text +=
                "?"
                + query.map { "\($0.percentEncoded)=\($1.percentEncoded)" }.joined(separator: "&")
        }
        return URL(string: text)
    }
}
