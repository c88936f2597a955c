// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Why a name that begins with `SCS-` is invalid: at which character, and what was expected.
public struct FlavorNameError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name that cannot be parsed.
    public var name: String
    /// The number of characters before the mistake.
    public var offset: Int
    /// What is wrong.
    public var message: String

    /// The error as text.
    public var description: String {
        "\(name.quotedForMessage), character \(offset + 1): \(message)"
    }
}
