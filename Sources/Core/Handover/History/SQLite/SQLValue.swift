// SPDX-License-Identifier: Apache-2.0

/// A value that SQLite stores.
enum SQLValue: Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// Null where there is none.
    static func text(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
    static func real(_ number: Double?) -> SQLValue { number.map(SQLValue.real) ?? .null }
    static func int(_ number: Int) -> SQLValue { .integer(Int64(number)) }
    static func bool(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }

    var string: String? { if case .text(let text) = self { text } else { nil } }
    var integer: Int? { if case .integer(let number) = self { Int(number) } else { nil } }
    var bytes: [UInt8]? { if case .blob(let bytes) = self { bytes } else { nil } }
    var bool: Bool { integer == 1 }
    var double: Double? {
        switch self {
        case .real(let number): number
        case .integer(let number): Double(number)
        default: nil
        }
    }
}
