// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport

/// A run in the history, without its report.
package struct HistoryRun: Codable, Sendable {
    package var id: String
    package var cloud: String
    package var startedAt: String
    package var duration: ReportedSeconds
    package var toolVersion: String
    package var scope: String?
    package var verdict: Verdict
    /// The certificate's verdict and version, if one stands.
    package var certificate: Verdict?
    package var certificateVersion: String?
    package var exitStatus: Int
    package var calls: Int
    package var leftovers: Int
    /// Whether recorded facts were judged.
    package var judged: Bool
    /// How many test cases that count have each verdict, and how many failures are waived.
    package var passed: Int
    package var failed: Int
    package var aborted: Int
    package var missing: Int
    package var waived: Int

    enum CodingKeys: String, CodingKey {
        case id, cloud, scope, verdict, certificate, calls, leftovers, judged, passed, failed
        case aborted, missing, waived
        case startedAt = "started_at"
        case duration = "duration_seconds"
        case toolVersion = "tool_version"
        case certificateVersion = "certificate_version"
        case exitStatus = "exit_status"
    }
}

/// The result of one test case in one run.
package struct HistoryResult: Codable, Sendable {
    package var run: String
    package var cloud: String
    package var startedAt: String
    package var testcase: String
    package var standard: String
    package var target: String
    package var verdict: Verdict
    package var reason: String?
    package var counted: Bool
    package var waived: Bool
    package var duration: ReportedSeconds?

    enum CodingKeys: String, CodingKey {
        case run, cloud, testcase, standard, target, verdict, reason, counted, waived
        case startedAt = "started_at"
        case duration = "duration_seconds"
    }
}
