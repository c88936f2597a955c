// SPDX-License-Identifier: Apache-2.0

/// What a run's exit status says.
package enum ExitStatus: Int, Sendable, CaseIterable {
    case compliant = 0
    case notCompliant = 1
    case inconclusive = 2
    case leftovers = 3
    case wrongUsage = 64
    case interrupted = 130

    /// What it says, as a sentence for the reference.
    package var meaning: String {
        switch self {
        case .compliant: "PASS: every requirement that was tested is met, or waived."
        case .notCompliant: "FAIL: a requirement was disproved."
        case .inconclusive:
            "ABORT or MISSING: it could not be determined; or a file could not be read, written or uploaded."
        case .leftovers: "Resources were left behind; the report names them."
        case .wrongUsage: "Wrong usage; nothing was run."
        case .interrupted: "Interrupted; cleaned up, and the report is written."
        }
    }
}
