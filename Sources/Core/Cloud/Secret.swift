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
