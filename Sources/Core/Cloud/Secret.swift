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
            // A secret of a few letters is also the word that an answer means.
            let needle = Array(secret.exposed.utf8)
            return needle.count < 4 ? bytes : bytes.replacing(needle, with: Array("•••".utf8))
        }
    }
}
