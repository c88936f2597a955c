// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text with blanks behind it, `width` characters at least.
    package func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
