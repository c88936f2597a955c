// SPDX-License-Identifier: Apache-2.0

/// Text without what differs from run to run: ids, times and durations.
package enum NormalText {
    package static func masked(_ text: String) -> String {
        // Most texts have nothing of it.
        guard text.utf8.contains(where: \.isDigit) else { return text }
        let scan = TextScan(text)
        var result: [UInt8] = []
        result.reserveCapacity(scan.bytes.count)
        var place = 0
        while place < scan.bytes.count {
            if scan.isStart(place), let (mask, end) = match(scan, place) {
                result += mask.utf8
                place = end
            } else {
                result.append(scan.bytes[place])
                place += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func match(_ scan: TextScan, _ place: Int) -> (mask: String, end: Int)? {
        if let end = scan.id(from: place) { return ("<id>", end) }
        guard scan.bytes[place].isDigit else { return nil }
        if let end = scan.time(from: place) { return ("<time>", end) }
        return scan.duration(from: place).map { ("<duration>", $0) }
    }
}

/// Finds ids, times and durations without regular expressions, which took most of the time of a report with many failures.
///
/// Each function returns where that ends which begins at a place; nil if it does not begin there.
private struct TextScan {
    let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    private subscript(_ place: Int) -> UInt8? { place < bytes.count ? bytes[place] : nil }

    /// Whether a word begins here; digits after a decimal point do not.
    func isStart(_ place: Int) -> Bool {
        guard place > 0 else { return true }
        let before = bytes[place - 1]
        if before == UInt8(ascii: "."), place > 1, bytes[place - 2].isDigit { return false }
        return !before.isOfWord
    }

    private func isEnd(_ place: Int) -> Bool { self[place]?.isOfWord != true }

    /// A UUID, perhaps one of a request, or 32 or more hexadecimal digits.
    func id(from start: Int) -> Int? {
        if let end = uuid(from: start) { return end }
        if let first = literal("req-", from: start), let end = uuid(from: first) { return end }
        let end = run(from: start, of: \.isHexadecimal)
        return end - start >= 32 && isEnd(end) ? end : nil
    }

    private func uuid(from start: Int) -> Int? {
        var place = start
        for (index, length) in [8, 4, 4, 4, 12].enumerated() {
            if index > 0 {
                guard let next = literal("-", from: place) else { return nil }
                place = next
            }
            guard let end = exactly(length, from: place, of: \.isHexadecimal) else { return nil }
            place = end
        }
        return isEnd(place) ? place : nil
    }

    /// Such as `2026-11-23T17:45:47.1Z`.
    func time(from start: Int) -> Int? {
        var place = start
        for (length, separators) in [(4, "-"), (2, "-"), (2, "T "), (2, ":"), (2, ":"), (2, "")] {
            guard let end = exactly(length, from: place, of: \.isDigit) else { return nil }
            place = end
            if separators.isEmpty { break }
            guard let byte = self[place], separators.utf8.contains(byte) else { return nil }
            place += 1
        }
        place = fraction(from: place)
        return literal("Z", from: place) ?? offset(from: place) ?? place
    }

    private func offset(from start: Int) -> Int? {
        guard let sign = self[start], "+-".utf8.contains(sign),
            let hours = exactly(2, from: start + 1, of: \.isDigit)
        else { return nil }
        return exactly(2, from: literal(":", from: hours) ?? hours, of: \.isDigit)
    }

    /// Such as `2 min 5.5 s`.
    func duration(from start: Int) -> Int? {
        let number = run(from: start, of: \.isDigit)
        guard number > start else { return nil }
        if let seconds = literal(" min ", from: number), self[seconds]?.isDigit == true,
            let end = self.seconds(after: run(from: seconds, of: \.isDigit))
        {
            return end
        }
        return seconds(after: number)
    }

    private func seconds(after digits: Int) -> Int? {
        literal(" s", from: fraction(from: digits)).flatMap { isEnd($0) ? $0 : nil }
    }

    private func fraction(from start: Int) -> Int {
        guard let digits = literal(".", from: start) else { return start }
        let end = run(from: digits, of: \.isDigit)
        return end > digits ? end : start
    }

    private func literal(_ text: StaticString, from start: Int) -> Int? {
        text.withUTF8Buffer { wanted in
            guard start + wanted.count <= bytes.count else { return nil }
            for (index, byte) in wanted.enumerated() where bytes[start + index] != byte {
                return nil
            }
            return start + wanted.count
        }
    }

    private func run(from start: Int, of kind: (UInt8) -> Bool) -> Int {
        var place = start
        while place < bytes.count, kind(bytes[place]) { place += 1 }
        return place
    }

    private func exactly(_ count: Int, from start: Int, of kind: (UInt8) -> Bool) -> Int? {
        guard start + count <= bytes.count else { return nil }
        return bytes[start..<start + count].allSatisfy(kind) ? start + count : nil
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isHexadecimal: Bool { isDigit || (0x61...0x66).contains(self) }
    /// Letters of other scripts are taken for parts of words.
    fileprivate var isOfWord: Bool {
        isDigit || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self == 0x5F
            || self >= 0x80
    }
}
