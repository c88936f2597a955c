// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The number of characters.
    package var columns: Int {
        // Finding the borders of characters is slow, and most text has one for each byte.
        utf8.allSatisfy { (0x20...0x7E).contains($0) } ? utf8.count : count
    }

    /// The text, padded with spaces to at least `width` characters.
    package func padded(to width: Int) -> String {
        let missing = width - columns
        guard missing > 0 else { return self }
        return self + String(repeating: " ", count: missing)
    }
}
