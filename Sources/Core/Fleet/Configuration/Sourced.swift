// SPDX-License-Identifier: Apache-2.0
package import SCSYAML

/// A setting with the place that it comes from.
package struct Sourced<Value: Sendable>: Sendable {
    package var value: Value
    package var position: Position

    package init(_ value: Value, at position: Position) {
        self.value = value
        self.position = position
    }
}
