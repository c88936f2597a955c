// SPDX-License-Identifier: Apache-2.0

/// Finds any number of secrets of any length in one pass.
///
/// Secrets of fewer than four bytes are ignored, as they are also ordinary words. The first sixteen
/// bytes of a longer one suffice, as displayed text may be cut.
struct SecretScanner: Sendable {
    private static let least = 4
    private static let enough = 16
    private static let cut = Array("…".utf8)
    private static let mask = Array("•••".utf8)

    private var needles: [[UInt8]] = []
    /// The needles that begin with these four bytes.
    private var beginnings: [UInt32: [Int]] = [:]
    /// A filter by which most bytes of a text are skipped.
    private var marks = [Bool](repeating: false, count: 1 << 12)

    init(_ secrets: [Secret] = []) {
        for secret in secrets { add(secret.exposed.utf8) }
    }

    mutating func add(_ secret: some Sequence<UInt8>) {
        let needle = Array(secret)
        guard needle.count >= Self.least else { return }
        let word = needle.withUnsafeBufferPointer { Self.word($0, 0) }
        guard beginnings[word]?.contains(where: { needles[$0] == needle }) != true else { return }
        beginnings[word, default: []].append(needles.count)
        needles.append(needle)
        marks[Self.mark(word)] = true
    }

    /// The bytes with `•••` for each secret; nil if there is none.
    func hiding(in text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard !needles.isEmpty else { return nil }
        var shown: [UInt8] = []
        var rest = 0
        var at = 0
        while at + Self.least <= text.count {
            let word = Self.word(text, at)
            guard marks[Self.mark(word)], let length = longest(in: text, at, word) else {
                at += 1
                continue
            }
            shown += text[rest..<at]
            shown += Self.mask
            at += length
            rest = at
        }
        if let start = beginningAtEnd(of: text, from: rest) {
            return shown + text[rest..<start] + Self.mask + Self.cut
        }
        return rest == 0 ? nil : shown + text[rest...]
    }

    /// How many bytes from `start` on are a secret, or its beginning.
    private func longest(
        in text: UnsafeBufferPointer<UInt8>, _ start: Int, _ word: UInt32
    ) -> Int? {
        var longest = 0
        for index in beginnings[word] ?? [] {
            let needle = needles[index]
            let most = min(needle.count, text.count - start)
            var same = Self.least
            while same < most, needle[same] == text[start + same] { same += 1 }
            if same >= min(needle.count, Self.enough) { longest = max(longest, same) }
        }
        guard longest > 0 else { return nil }
        // Otherwise half a character would be left.
        while start + longest < text.count, text[start + longest] & 0xC0 == 0x80 { longest += 1 }
        return longest
    }

    /// Where the beginning of a secret stands at the end of a cut text.
    private func beginningAtEnd(of text: UnsafeBufferPointer<UInt8>, from rest: Int) -> Int? {
        let end = text.count - Self.cut.count
        guard end >= rest + Self.least, text[end...].elementsEqual(Self.cut) else { return nil }
        for start in max(rest, end - Self.enough)...(end - Self.least) {
            for index in beginnings[Self.word(text, start)] ?? []
            where needles[index].starts(with: text[start..<end]) {
                return start
            }
        }
        return nil
    }

    private static func word(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt32 {
        UInt32(text[at]) | UInt32(text[at + 1]) << 8 | UInt32(text[at + 2]) << 16
            | UInt32(text[at + 3]) << 24
    }

    private static func mark(_ word: UInt32) -> Int { Int((word &* 2_654_435_761) >> 20) }
}

extension [UInt8] {
    /// The bytes with `•••` for each occurrence of the secrets.
    package func hiding(_ secrets: [Secret]) -> [UInt8] {
        withUnsafeBufferPointer { SecretScanner(secrets).hiding(in: $0) } ?? self
    }
}
