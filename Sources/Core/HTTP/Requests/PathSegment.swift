// SPDX-License-Identifier: Apache-2.0

/// One segment of a path below a service's URL: a collection, an action, or a resource's id.
///
/// It refuses anything that a server or proxy could misread: empty text, `.`, `..`, slashes,
/// percent signs, control characters. All paths are built from it.
public struct PathSegment: Sendable, Hashable, CustomStringConvertible {
    /// The unescaped segment.
    public let text: String

    /// Nil if `text` cannot be one segment.
    public init?(_ text: String) {
        guard Self.isOne(text) else { return nil }
        self.text = text
    }

    /// The segment as text.
    public var description: String { text }

    private static let mostBytes = 255

    private static func isOne(_ text: String) -> Bool {
        guard (1...mostBytes).contains(text.utf8.count), text != ".", text != ".." else {
            return false
        }
        // Flavor ids may contain spaces; no id contains other characters than ASCII.
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "%"): false
            default: (0x20...0x7E).contains(byte)
            }
        }
    }
}

extension PathSegment: ExpressibleByStringLiteral {
    /// A segment in source code; the tests run each of them.
    public init(stringLiteral value: StaticString) {
        let text = "\(value)"
        precondition(Self.isOne(text), "'\(text)' is not one segment of a path")
        self.text = text
    }
}

extension PathSegment: Codable {
    /// Decodes a segment.
    public init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        let text = try single.decode(String.self)
        guard let segment = PathSegment(text) else {
            throw DecodingError.dataCorruptedError(
                in: single, debugDescription: "It cannot be one segment of a path.")
        }
        self = segment
    }

    /// Encodes the segment.
    public func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        try single.encode(text)
    }
}
