// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

/// A line of a journal: JSON whose last field is a checksum of the rest.
package enum JournalLine {
    private static let seal = Array(#","sum":""#.utf8)
    /// Hexadecimal digits of the checksum.
    private static let digits = 8

    static func encode(_ record: some Encodable) throws -> [UInt8] {
        sealed(try JSONWriter.line(record))
    }

    /// `json`, an object, with its checksum.
    package static func sealed(_ json: [UInt8]) -> [UInt8] {
        json.dropLast() + seal + sum(json) + Array(#""}"#.utf8)
    }

    /// The JSON without its checksum; nil if a byte has changed.
    static func opened(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        let end = seal.count + digits + 2
        guard line.count > end else { return nil }
        let json = line.dropLast(end) + [UInt8(ascii: "}")]
        return sealed(Array(json)) == Array(line) ? Array(json) : nil
    }

    private static func sum(_ bytes: [UInt8]) -> [UInt8] {
        Array(MessageDigest.of(bytes, .sha256).prefix(digits / 2).hex.utf8)
    }
}
