// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Why a name that begins with `SCS-` is none: at which character, and what was expected there.
public struct FlavorNameError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name that cannot be parsed.
    public var name: String
    /// How many characters stand before the mistake.
    public var offset: Int
    /// What is wrong there.
    public var message: String

    /// The value in words.
    public var description: String {
        "\(name.quotedForMessage), character \(offset + 1): \(message)"
    }
}
