// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text in quotes for one line of an error: short, and without control characters.
    package var quotedForMessage: String {
        // Control characters from a file must not reach the terminal.
        let shown = unicodeScalars.prefix(60).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: "?"
            default: String(scalar)
            }
        }
        return "\"\(shown.joined())\(unicodeScalars.count > 60 ? "…" : "")\""
    }
}
