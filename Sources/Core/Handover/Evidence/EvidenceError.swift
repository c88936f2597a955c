// SPDX-License-Identifier: Apache-2.0

/// Why an evidence bundle cannot be made or read, as a sentence.
package struct EvidenceError: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
