// SPDX-License-Identifier: Apache-2.0

/// Why reports cannot go to a compliance monitor, as a sentence.
package struct MonitorError: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
