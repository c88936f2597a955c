// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// An error in a YAML file: its place, and a sentence that says what to change.
package struct YAMLError: Error, Sendable, Equatable, CustomStringConvertible {
    package let position: Position
    package let message: String

    package init(_ position: Position, _ message: String) {
        self.position = position
        // It may contain names from the file, with control characters.
        self.message = message.harmless(2000)
    }

    package var description: String { "\(position): \(message)" }
}
