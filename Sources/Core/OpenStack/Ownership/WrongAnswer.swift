// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// An answer about another resource than the one that was asked for.
package struct WrongAnswer: Error, CustomStringConvertible {
    var kind: ResourceKind
    var id: ResourceID
    var name: String
    var shownID: ResourceID
    var shownName: String?

    package var description: String {
        let shown = shownName.map { "called \($0.harmless(80))" } ?? "without a name"
        return
            "GET /\(kind.collection)/\(id) answered with the \(kind.noun) \(shownID) \(shown) "
            + "instead of \(name)."
    }
}
