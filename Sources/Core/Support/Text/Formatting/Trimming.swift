// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
    /// The text without surrounding whitespace.
    package var trimmed: String { trimmed(of: \.isWhitespace) }

    /// The text without surrounding characters of that kind.
    package func trimmed(of isOutside: (Character) -> Bool) -> String {
        let start = drop(while: isOutside)
        return start.lastIndex { !isOutside($0) }.map { String(start[...$0]) } ?? ""
    }
}
