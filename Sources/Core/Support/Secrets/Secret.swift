// SPDX-License-Identifier: Apache-2.0

/// A password, a token or a key; printed, dumped or interpolated as `•••`.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The secret itself, for the one place that sends it.
    package let exposed: String

    /// Wraps a secret.
    public init(_ exposed: String) {
        self.exposed = exposed
    }

    /// Always `•••`.
    public var description: String { "•••" }
    /// Always `•••`.
    public var debugDescription: String { "•••" }
    /// Shows no children, so that dumps reveal nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension [UInt8] {
    /// The first occurrence of `needle` from `start` on; nil if there is none.
    ///
    /// Every key of a file is searched for words; the library's search takes many times as long.
    package func position(of needle: [UInt8], from start: Int = 0) -> Int? {
        guard let first = needle.first, needle.count <= count else { return nil }
        for index in start..<Swift.max(start, count - needle.count + 1)
        where self[index] == first && self[index...].starts(with: needle) {
            return index
        }
        return nil
    }
}
