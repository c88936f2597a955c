// SPDX-License-Identifier: Apache-2.0

/// The targets of a scope: what its test cases count for.
package enum Target {
    /// The certificate stands on this one alone.
    package static let main = "main"

    /// All targets in `names`, the most important first.
    static func inOrder(_ names: some Sequence<String>) -> [String] {
        let order = ["main", "recommended", "preview", "extended"]
        let present = Set(names)
        return order.filter(present.contains) + present.subtracting(order).sorted()
    }
}
