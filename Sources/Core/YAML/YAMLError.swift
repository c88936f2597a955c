// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A mistake in a YAML file: where, and a sentence that says what to change.
package struct YAMLError: Error, Sendable, Equatable, CustomStringConvertible {
    package let position: Position
    package let message: String

    package init(_ position: Position, _ message: String) {
        self.position = position
        // Names out of the file stand in it, and may hold what a terminal would obey.
        self.message = message.harmless(2000)
    }

    package var description: String { "\(position): \(message)" }
}
