// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A mistake in a YAML file: where, and a sentence that says what to change.
public struct YAMLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The place of the error.
    public let position: Position
    /// The error without its place.
    public let message: String

    /// An error at a place in a file.
    public init(_ position: Position, _ message: String) {
        self.position = position
        // It may contain names from the file, with control characters.
        self.message = message.harmless(2000)
    }

    /// `FILE:LINE:COLUMN: what is wrong`
    public var description: String { "\(position): \(message)" }
}
