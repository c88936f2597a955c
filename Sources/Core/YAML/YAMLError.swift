// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A mistake in a YAML file: where, and a sentence that says what to change.
public struct YAMLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where the mistake is.
    public let position: Position
    /// What is wrong, without the place.
    public let message: String

    /// A mistake at a place of a file.
    public init(_ position: Position, _ message: String) {
        self.position = position
        // It may contain names from the file, with control characters.
        self.message = message.harmless(2000)
    }

    /// `FILE:LINE:COLUMN: what is wrong`
    public var description: String { "\(position): \(message)" }
}
