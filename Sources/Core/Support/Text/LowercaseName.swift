// SPDX-License-Identifier: Apache-2.0

extension String {
    /// Whether it is a letter followed by letters, digits and the separator, all in lower-case ASCII.
    ///
    /// No regular expression: each start checks some sixty names, and compiling as many patterns took as long as
    /// reading all standards.
    package func isLowercaseName(separator: UInt8) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = utf8.first, letters.contains(first) else { return false }
        return utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == separator }
    }
}
