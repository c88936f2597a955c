// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text, padded with spaces to at least `width` characters.
    package func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
