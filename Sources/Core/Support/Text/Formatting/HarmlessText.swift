// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text on one line, without control characters, cut after `limit` characters.
    package func harmless(_ limit: Int) -> String {
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
