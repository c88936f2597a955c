// SPDX-License-Identifier: Apache-2.0

/// One segment of a path below a service's URL: a collection, an action, or a resource's id.
///
/// It refuses what a server or a proxy could read as anything but one segment: the empty text, `.`,
/// `..`, slashes, percent signs, control characters. Nothing else builds paths.
public struct PathSegment: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// Nil where `text` cannot be one segment.
    public init?(_ text: String) {
        guard Self.isOne(text) else { return nil }
        self.text = text
    }

    public var description: String { text }

    private static let mostBytes = 255

    private static func isOne(_ text: String) -> Bool {
        guard (1...mostBytes).contains(text.utf8.count), text != ".", text != ".." else {
            return false
        }
        // Flavors may have spaces in their ids; everything else that is not ASCII text is nobody's id.
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "%"): false
            default: (0x20...0x7E).contains(byte)
            }
        }
    }
}

extension PathSegment {
    /// The id of the token's project; throws `UnreadableAnswer` where it cannot be part of a path.
    init(ofProject id: String) throws {
        guard let segment = PathSegment(id) else {
            throw UnreadableAnswer(
                call: "The token", detail: "its project's id cannot be part of a path")
        }
        self = segment
    }
}

/// What identifies a resource to its service; as an answer gives it, it is a claim.
public typealias ResourceID = PathSegment

extension PathSegment: ExpressibleByStringLiteral {
    /// A segment that stands in the source; the tests run each of them.
    public init(stringLiteral value: StaticString) {
        let text = "\(value)"
        precondition(Self.isOne(text), "'\(text)' is not one segment of a path")
        self.text = text
    }
}

extension PathSegment: Codable {
    public init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        let text = try single.decode(String.self)
        guard let segment = PathSegment(text) else {
            throw DecodingError.dataCorruptedError(
                in: single, debugDescription: "It cannot be one segment of a path.")
        }
        self = segment
    }

    public func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        try single.encode(text)
    }
}

extension JSON {
    /// The text as an id; nil where it is none.
    var id: ResourceID? { string.flatMap(PathSegment.init) }

    static func id(_ id: ResourceID) -> JSON { .string(id.text) }
}

/// A segment of the path of a call that changes something: a literal, or what is known to be ours.
///
/// An id out of an answer is no such segment until `Owned` has seen our name on it.
package struct ChangeSegment: Sendable, Hashable, ExpressibleByStringLiteral {
    let segment: PathSegment

    private init(_ segment: PathSegment) {
        self.segment = segment
    }

    package init(stringLiteral value: StaticString) {
        segment = PathSegment(stringLiteral: value)
    }

    /// The collection of a kind.
    static func collection(of kind: ResourceKind) -> ChangeSegment {
        ChangeSegment(kind.collection)
    }

    /// A resource whose name was seen to be ours.
    static func owned<Resource>(_ owned: Owned<Resource>) -> ChangeSegment {
        ChangeSegment(owned.id)
    }

    /// A resource of a journal's, looked at a moment ago: its name is ours.
    static func sighted(_ sighting: OwnSighting) -> ChangeSegment {
        ChangeSegment(sighting.id)
    }

    /// What a change of ours is about and does not change itself: a role that is given, a domain.
    static func named(_ id: ResourceID) -> ChangeSegment {
        ChangeSegment(id)
    }
}
