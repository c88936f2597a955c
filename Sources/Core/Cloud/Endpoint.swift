// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// A service's base URL with the API version that we speak, however the catalogue writes it.
struct Endpoint: Sendable, Equatable {
    /// `https://host/volume/v3`, without a project and without a slash at the end.
    let versioned: String

    /// Takes off a project id, corrects or adds the version.
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

    /// The URL of `path` below the endpoint; path segments and query values are escaped here.
    ///
    /// `isFolder` adds a slash at its end, where services show their versions.
    func url(
        _ path: [PathSegment], query: [(String, String)] = [], isFolder: Bool = false
    ) -> URL? {
        var text = versioned
        for segment in path { text += "/" + Self.escape(segment.text) }
        if isFolder { text += "/" }
        if !query.isEmpty {
            text +=
                "?" + query.map { "\(Self.escape($0))=\(Self.escape($1))" }.joined(separator: "&")
        }
        return URL(string: text)
    }

    static func escape(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                result.append(Character(UnicodeScalar(byte)))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                result += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return result
    }
}

/// A microversion of a service's API: `3.68`.
public struct Microversion: Sendable, Comparable, Hashable, CustomStringConvertible {
    public let major: Int
    public let minor: Int

    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    init?(_ text: String) {
        let parts = text.split(separator: ".")
        guard parts.count == 2,
            let major = Int64(parts[0]).flatMap(Quantity.init),
            let minor = Int64(parts[1]).flatMap(Quantity.init)
        else { return nil }
        self.init(major.int, minor.int)
    }

    public var description: String { "\(major).\(minor)" }

    public static func < (left: Microversion, right: Microversion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
