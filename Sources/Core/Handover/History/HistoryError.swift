// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Why a history cannot be used, with what to do.
package struct HistoryError: Error, Sendable, CustomStringConvertible {
    package var description: String
    /// Whether the file or the machine is at fault, and not what was asked for.
    package var isDamage = false

    init(description: String, isDamage: Bool = false) {
        self.description = description
        self.isDamage = isDamage
    }

    init(_ error: DatabaseError, _ file: String) {
        isDamage = true
        switch error.kind {
        case .damaged:
            description =
                "\(file) is damaged, or is no history of scs-check (\(error)). Move it away; the "
                + "reports of earlier runs can be imported into a new one."
        case .busy:
            description =
                "\(file) is kept busy by another process for more than 10 s. Try again later."
        case .other: description = "\(file) cannot be used as a history: \(error)."
        }
    }
}
