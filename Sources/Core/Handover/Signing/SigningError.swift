// SPDX-License-Identifier: Apache-2.0

/// Why a key, a signature or a list of signers cannot be used, as a sentence.
package struct SigningError: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
