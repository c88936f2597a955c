// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text on one line, without control characters, cut after `limit` characters.
    package func harmless(_ limit: Int) -> String {
        if isHarmless(limit) { return self }
        var result = ""
        var pendingSpace = false
        var count = 0
        for scalar in unicodeScalars {
            guard scalar.isSeen else {
                pendingSpace = !result.isEmpty
                continue
            }
            if count >= limit { return result + "…" }
            if pendingSpace {
                result.append(" ")
                count += 1
            }
            pendingSpace = false
            result.unicodeScalars.append(scalar)
            count += 1
        }
        return result
    }

    /// Whether it is that already: most text is plain ASCII with single spaces.
    private func isHarmless(_ limit: Int) -> Bool {
        guard utf8.count <= limit else { return false }
        var before = UInt8(ascii: " ")
        for byte in utf8 {
            guard byte == UInt8(ascii: " ") ? before != byte : (0x21...0x7E).contains(byte) else {
                return false
            }
            before = byte
        }
        return isEmpty || before != UInt8(ascii: " ")
    }
}

extension Unicode.Scalar {
    /// Whether the character is visible and has no other effect.
    fileprivate var isSeen: Bool {
        // Looking up properties is slow, and nearly all text is ASCII.
        if isASCII { return ("!"..."~").contains(self) }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse,
            .surrogate, .unassigned:
            false
        default: true
        }
    }
}
