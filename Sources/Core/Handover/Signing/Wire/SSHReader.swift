// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Reads the values of SSH's binary format, one after the other (RFC 4251, section 5).
struct SSHReader {
    /// What is wrong with the bytes, to follow "it" in a sentence.
    struct Malformed: Error, Equatable {
        let problem: String
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }
    /// The bytes that were not read.
    var remainder: [UInt8] { Array(rest) }

    mutating func bytes(_ count: Int, _ noun: String) throws(Malformed) -> [UInt8] {
        guard count <= rest.count else {
            throw Malformed(
                problem:
                    "ends inside \(noun): \(count) bytes are announced, \(rest.count) are there")
        }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func number(_ noun: String) throws(Malformed) -> UInt32 {
        try bytes(4, noun).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Bytes behind their length.
    mutating func string(_ noun: String) throws(Malformed) -> [UInt8] {
        let count = try number(noun)
        return try bytes(Int(count), noun)
    }

    /// Text of printable ASCII, as all of SSH's names are.
    mutating func name(_ noun: String) throws(Malformed) -> String {
        let bytes = try string(noun)
        guard bytes.count <= 256, bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw Malformed(problem: "has \(noun) that is not a short text")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A positive number without leading zeros, the highest byte first.
    mutating func positive(_ noun: String) throws(Malformed) -> [UInt8] {
        let bytes = try string(noun)
        guard bytes.count <= 2049, bytes.first.map({ $0 < 0x80 }) ?? false else {
            throw Malformed(problem: "has \(noun) that is not a positive number")
        }
        return Array(bytes.drop { $0 == 0 })
    }

    /// Throws if anything was not read.
    func end(_ noun: String) throws(Malformed) {
        guard rest.isEmpty else {
            throw Malformed(problem: "has \(rest.count) bytes after \(noun)")
        }
    }
}
