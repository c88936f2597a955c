// SPDX-License-Identifier: Apache-2.0

/// Finds secrets in bytes, all of them in one pass, however many and however long they are.
///
/// A secret of fewer than four bytes is not looked for: it is also the word that an answer means. Of a
/// longer one its first sixteen bytes are enough, as what is shown may have been cut.
struct SecretScanner: Sendable {
    private static let least = 4
    private static let enough = 16
    private static let cut = Array("…".utf8)
    private static let mask = Array("•••".utf8)

    private var needles: [[UInt8]] = []
    /// Which needles begin with these four bytes.
    private var beginnings: [UInt32: [Int]] = [:]
    /// Whether any of them may: nearly every byte of a text is passed over by this alone.
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

    /// The bytes with `•••` for each secret; nil where there is none.
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

    /// How many bytes at `start` are a secret, or its beginning.
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
        // Half a character would be left of one that the text has otherwise.
        while start + longest < text.count, text[start + longest] & 0xC0 == 0x80 { longest += 1 }
        return longest
    }

    /// Where the beginning of a secret stands at the end of a text that was cut.
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
    /// The bytes with `•••` for each of the secrets that stands in them.
    package func hiding(_ secrets: [Secret]) -> [UInt8] {
        withUnsafeBufferPointer { SecretScanner(secrets).hiding(in: $0) } ?? self
    }
}
