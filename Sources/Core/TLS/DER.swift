// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// One value of ASN.1 in its distinguished encoding: a tag and what it holds.
struct DER {
    /// The bytes end, or mean something else than a certificate's do.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    static let sequence: UInt8 = 0x30
    static let integer: UInt8 = 0x02
    static let bits: UInt8 = 0x03
    static let object: UInt8 = 0x06

    let tag: UInt8
    let content: ArraySlice<UInt8>

    /// Takes the first value off `bytes`.
    init(first bytes: inout ArraySlice<UInt8>) throws(Malformed) {
        guard let tag = bytes.popFirst(), let short = bytes.popFirst() else {
            throw Malformed(description: "it ends too early")
        }
        var length = Int(short)
        if short >= 0x80 {
            let count = Int(short & 0x7F)
            guard (1...4).contains(count), bytes.count >= count else {
                throw Malformed(description: "it has a length of \(count) bytes")
            }
            length = bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            bytes.removeFirst(count)
        }
        guard bytes.count >= length else { throw Malformed(description: "it ends too early") }
        self.tag = tag
        content = bytes.prefix(length)
        bytes.removeFirst(length)
    }

    /// The values inside, where they are expected to be in a sequence or an explicit tag.
    func values() throws(Malformed) -> [DER] {
        guard tag & 0x20 != 0 else {
            throw Malformed(description: "it has a plain value where several were expected")
        }
        var rest = content
        var values: [DER] = []
        while !rest.isEmpty { values.append(try DER(first: &rest)) }
        return values
    }

    /// An object identifier as it is written: `1.2.840.10045.2.1`.
    func identifier() throws(Malformed) -> String {
        guard tag == Self.object, let first = content.first else {
            throw Malformed(description: "it names no object where one was expected")
        }
        var numbers = [Int(min(first / 40, 2)), Int(first) - 40 * Int(min(first / 40, 2))]
        var number = 0
        for byte in content.dropFirst() {
            guard number < 1 << 40 else { throw Malformed(description: "a number is too large") }
            number = number << 7 | Int(byte & 0x7F)
            if byte & 0x80 == 0 {
                numbers.append(number)
                number = 0
            }
        }
        return numbers.map(String.init).joined(separator: ".")
    }

    /// How many bits a positive integer has.
    func bitCount() throws(Malformed) -> Int {
        let digits = content.drop { $0 == 0 }
        guard tag == Self.integer, let first = digits.first else {
            throw Malformed(description: "it has no number where one was expected")
        }
        return digits.count * 8 - first.leadingZeroBitCount
    }

    /// A time in one of the two forms that certificates have, always in UTC.
    func date() throws(Malformed) -> Date {
        var text = String(decoding: content, as: UTF8.self)
        // Two digits of a year mean 1950 to 2049.
        if tag == 0x17 { text = (text < "50" ? "20" : "19") + text }
        let digits = Array(text.utf8)
        guard tag == 0x17 || tag == 0x18, digits.count == 15, digits.last == 0x5A,
            digits.dropLast().allSatisfy({ (0x30...0x39).contains($0) })
        else { throw Malformed(description: "it has no time where one was expected") }
        let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12, 12..<14].map { range in
            String(decoding: digits[range], as: UTF8.self)
        }
        let spoken =
            "\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4]):\(parts[5])Z"
        guard let date = Timestamp.parse(spoken) else {
            throw Malformed(description: "it has the time \(spoken)")
        }
        return date
    }
}

/// Bytes in armour: base64 between two lines.
enum PEM {
    /// The first certificate in `text`; nil where there is none.
    static func certificate(_ text: String) -> [UInt8]? {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let begin = lines.firstIndex(where: { $0.contains("-----BEGIN CERTIFICATE-----") }),
            let end = lines[begin...].firstIndex(where: { $0.hasPrefix("-----END") })
        else { return nil }
        return Data(base64Encoded: lines[(begin + 1)..<end].joined()).map { [UInt8]($0) }
    }
}
