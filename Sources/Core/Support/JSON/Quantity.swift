// SPDX-License-Identifier: Apache-2.0

/// A number that somebody else tells: whole, 0 at least, 2^53 at most.
///
/// Beyond that JSON's readers no longer agree on a number, and no cloud has so much of anything. Two
/// of them can be added and subtracted as `Int64` without a thought; a list goes through `sum`.
public struct Quantity: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The greatest number that is taken: 2^53.
    public static let greatest: Int64 = 1 << 53

    /// The number.
    public let int64: Int64

    /// Nil where `value` is below 0 or above `greatest`.
    public init?(_ value: Int64) {
        guard (0...Self.greatest).contains(value) else { return nil }
        int64 = value
    }

    /// The number as an `Int`.
    public var int: Int { Int(int64) }

    /// The value in words.
    public var description: String { String(int64) }

    /// Whether the left value is smaller.
    public static func < (left: Quantity, right: Quantity) -> Bool { left.int64 < right.int64 }

    /// All of them together; nil where that is more than `greatest`.
    public static func sum(_ quantities: some Sequence<Quantity>) -> Quantity? {
        quantities.reduce(Quantity(0)) { sum, next in
            sum.flatMap { Quantity($0.int64 + next.int64) }
        }
    }

    /// As many times as much, where that still is a number of the machine; nil: more than anything.
    public func times(_ factor: Int64) -> Int64? {
        let (product, isTooMuch) = int64.multipliedReportingOverflow(by: factor)
        return isTooMuch ? nil : product
    }
}

extension Quantity: ExpressibleByIntegerLiteral {
    /// A number of our own; one beyond the bounds becomes the bound.
    public init(integerLiteral value: Int64) {
        int64 = min(max(value, 0), Self.greatest)
    }
}

/// What is told in the place of a quantity and is none.
package struct OddNumber: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where it stands: `quota_set.volumes.in_use`.
    var path: String
    /// What it is: `-5`, `a text`, `missing`.
    var found: String

    package init(path: String, found: String) {
        self.path = path
        self.found = found
    }

    package var description: String {
        "\(path.isEmpty ? "the whole" : path.harmless(100)) is \(found); "
            + "a whole number from 0 to 2^53 is expected"
    }
}

extension Quantity: Codable {
    /// Throws `OddNumber` where it is none.
    public init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        // Most are what they should be, and a document of any kind takes longer.
        if let value = try? single.decode(Int64.self), let quantity = Quantity(value) {
            self = quantity
            return
        }
        throw OddNumber(path: decoder.codingPath.spelled, found: OddNumber.kind(of: decoder))
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        try single.encode(int64)
    }

    package init(_ json: JSON?, at path: String) throws(OddNumber) {
        guard let quantity = json?.integer.flatMap(Quantity.init) else {
            throw OddNumber(path: path, found: OddNumber.kind(of: json))
        }
        self = quantity
    }
}

extension OddNumber {
    fileprivate static func kind(of decoder: any Decoder) -> String {
        do {
            return kind(of: try JSON(from: decoder))
        } catch {
            return "a number that is too large"
        }
    }

    static func kind(of json: JSON?) -> String {
        switch json {
        case nil: "missing"
        case .null: "null"
        case .bool(let value): String(value)
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// The most that a project may have of something.
public enum Limit: Sendable, Hashable, CustomStringConvertible {
    /// -1, as OpenStack writes it.
    case unlimited
    case atMost(Quantity)

    /// The value in words.
    public var description: String {
        switch self {
        case .unlimited: "unlimited"
        case .atMost(let quantity): quantity.description
        }
    }

    package init(_ json: JSON?, at path: String) throws(OddNumber) {
        self = json?.integer == -1 ? .unlimited : .atMost(try Quantity(json, at: path))
    }
}
