// SPDX-License-Identifier: Apache-2.0
package import SCSYAML

/// Why no cloud could be configured: with its place, if it has one, and what to do next.
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    package let position: Position?
    package let message: String

    package init(_ position: Position?, _ message: String) {
        self.position = position
        self.message = message
    }

    package var description: String {
        position.map { "\($0): \(message)" } ?? message
    }
}
