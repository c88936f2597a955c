// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Why a history cannot be used, with what to do.
package struct HistoryError: Error, Sendable, CustomStringConvertible {
    package var description: String

    init(description: String) {
        self.description = description
    }

    init(_ error: DatabaseError, _ file: String) {
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
