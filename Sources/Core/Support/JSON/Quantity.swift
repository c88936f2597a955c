// SPDX-License-Identifier: Apache-2.0

/// A number from an external source: whole, from 0 to 2^53.
///
/// Beyond that JSON parsers disagree about numbers, and no cloud has so much of anything. Two of
/// them can be added and subtracted as `Int64` without overflow; a list needs `sum`.
public struct Quantity: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The greatest valid number: 2^53.
    public static let greatest: Int64 = 1 << 53

    /// The number.
    public let int64: Int64

    /// Nil if `value` is below 0 or above `greatest`.
    public init?(_ value: Int64) {
        guard (0...Self.greatest).contains(value) else { return nil }
        int64 = value
    }

    /// The number as an `Int`.
    public var int: Int { Int(int64) }

    /// The number as text.
    public var description: String { String(int64) }

    /// Whether the left value is smaller.
    public static func < (left: Quantity, right: Quantity) -> Bool { left.int64 < right.int64 }

    /// The sum; nil if it exceeds `greatest`.
    public static func sum(_ quantities: some Sequence<Quantity>) -> Quantity? {
        quantities.reduce(Quantity(0)) { sum, next in
            sum.flatMap { Quantity($0.int64 + next.int64) }
        }
    }

    /// The product; nil if it overflows.
    public func times(_ factor: Int64) -> Int64? {
        let (product, isTooMuch) = int64.multipliedReportingOverflow(by: factor)
        return isTooMuch ? nil : product
    }
}

extension Quantity: ExpressibleByIntegerLiteral {
    /// A literal; a value out of bounds becomes the bound.
    public init(integerLiteral value: Int64) {
        int64 = min(max(value, 0), Self.greatest)
    }
}

/// A value that is no valid quantity.
package struct OddNumber: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path of the value: `quota_set.volumes.in_use`.
    var path: String
    /// What was found: `-5`, `a text`, `missing`.
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
    /// Throws `OddNumber` for an invalid value.
    public init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        // Most values are valid, and decoding any JSON takes longer.
        if let value = try? single.decode(Int64.self), let quantity = Quantity(value) {
            self = quantity
            return
        }
        throw OddNumber(path: decoder.codingPath.spelled, found: OddNumber.kind(of: decoder))
    }

    /// Encodes the number.
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

/// The limit of a quota.
public enum Limit: Sendable, Hashable, CustomStringConvertible {
    /// -1, as OpenStack writes it.
    case unlimited
    case atMost(Quantity)

    /// The limit as text.
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
