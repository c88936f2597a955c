// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Archives of a few plain files, in the format ustar (POSIX.1-1988).
///
/// What is written depends on the files and the time alone; what is read may come from anybody.
enum Tar {
    /// Why bytes are not such an archive, to follow "it" in a sentence.
    struct Malformed: Error, Equatable {
        let problem: String
    }

    private static let blockSize = 512
    /// Far more than a bundle has.
    private static let mostFiles = 64

    /// `seconds` since 1970 is the time of every file.
    static func pack(_ files: [(name: String, content: [UInt8])], seconds: Int) -> [UInt8] {
        var archive: [UInt8] = []
        for file in files {
            archive += header(file.name, file.content.count, seconds)
            archive += file.content
            archive += padding(file.content.count)
        }
        return archive + [UInt8](repeating: 0, count: 2 * blockSize)
    }

    private static func header(_ name: String, _ size: Int, _ seconds: Int) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockSize)
        func put(_ text: String, at offset: Int) {
            block.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8)
        }
        func octal(_ number: Int, _ width: Int) -> String {
            let digits = String(max(0, number), radix: 8)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        put(name, at: 0)
        put(octal(0o644, 7), at: 100)
        put(octal(0, 7), at: 108)
        put(octal(0, 7), at: 116)
        put(octal(size, 11), at: 124)
        put(octal(seconds, 11), at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar\u{0}00", at: 257)
        put(octal(block.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
        return block
    }

    private static func padding(_ size: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: (blockSize - size % blockSize) % blockSize)
    }

    /// The files by their names; throws for anything but plain files with plain names.
    static func unpack(_ archive: [UInt8]) throws(Malformed) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        var at = 0
        while true {
            guard at + blockSize <= archive.count else {
                throw Malformed(problem: "ends too early")
            }
            let block = archive[at..<(at + blockSize)]
            at += blockSize
            if block.allSatisfy({ $0 == 0 }) { break }
            let entry = try entry(Array(block))
            guard entry.size <= archive.count - at else {
                throw Malformed(
                    problem: "ends inside \(entry.name), which is said to have \(entry.size) bytes")
            }
            guard
                files.updateValue(Array(archive[at..<(at + entry.size)]), forKey: entry.name) == nil
            else { throw Malformed(problem: "has \(entry.name) twice") }
            guard files.count <= mostFiles else {
                throw Malformed(problem: "has more than \(mostFiles) files")
            }
            at = min(archive.count, at + entry.size + padding(entry.size).count)
        }
        guard archive[at...].allSatisfy({ $0 == 0 }) else {
            throw Malformed(problem: "has data after its end")
        }
        return files
    }

    private static func entry(
        _ block: [UInt8]
    ) throws(Malformed) -> (name: String, size: Int) {
        let sum = block.enumerated().reduce(0) { sum, byte in
            sum + ((148..<156).contains(byte.offset) ? 0x20 : Int(byte.element))
        }
        guard number(block[148..<156]) == sum else {
            throw Malformed(problem: "has a header whose checksum is wrong")
        }
        let nameBytes = block[0..<100].prefix { $0 != 0 }
        let name = String(decoding: nameBytes, as: UTF8.self)
        // One plain name: nothing that could leave a folder, hide, or confuse a terminal.
        guard !nameBytes.isEmpty, nameBytes.first != UInt8(ascii: "."), block[345] == 0,
            nameBytes.allSatisfy(isPlain)
        else {
            throw Malformed(
                problem:
                    "has a file called \(name.quotedForMessage); expected a plain name without a folder"
            )
        }
        // Links, devices and folders have no place in it.
        guard block[156] == UInt8(ascii: "0") || block[156] == 0 else {
            throw Malformed(problem: "has \(name), which is no plain file")
        }
        guard let size = number(block[124..<136]) else {
            throw Malformed(problem: "has \(name), whose size is no number")
        }
        return (name, size)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// An octal number in its field; nil if it is none.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
    }
}
