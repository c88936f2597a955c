// SPDX-License-Identifier: Apache-2.0

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

extension String {
    /// The text in quotes, fit for one line of an error: short, and without control characters.
    package var quotedForMessage: String {
        // Escaped characters of a file must not reach somebody's terminal as commands.
        let shown = unicodeScalars.prefix(60).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: "?"
            default: String(scalar)
            }
        }
        return "\"\(shown.joined())\(unicodeScalars.count > 60 ? "…" : "")\""
    }
}
