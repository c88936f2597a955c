// SPDX-License-Identifier: Apache-2.0

/// A password, a token or a key: printing, dumping or interpolating one shows `•••`.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The secret itself, for the one place that sends it.
    package let exposed: String

    public init(_ exposed: String) {
        self.exposed = exposed
    }

    public var description: String { "•••" }
    public var debugDescription: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension [UInt8] {
    /// The bytes with `•••` for each of the secrets that stands in them.
    func hiding(_ secrets: [Secret]) -> [UInt8] {
        secrets.reduce(self) { bytes, secret in
            let needle = Array(secret.exposed.utf8)
            // A secret of a few letters is also the word that an answer means.
            guard needle.count >= 4 else { return bytes }
            var shown: [UInt8] = []
            var rest = 0
            while let found = bytes.position(of: needle, from: rest) {
                shown += bytes[rest..<found] + "•••".utf8
                rest = found + needle.count
            }
            return shown + bytes[rest...]
        }
    }

    /// Where `needle` stands first, at `start` or behind it; nil where it does not.
    ///
    /// Every key of a file is searched for words; the library's search takes many times as long.
    func position(of needle: [UInt8], from start: Int = 0) -> Int? {
        guard let first = needle.first, needle.count <= count else { return nil }
        for index in start..<Swift.max(start, count - needle.count + 1)
        where self[index] == first && self[index...].starts(with: needle) {
            return index
        }
        return nil
    }
}
