// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSSupport

/// A run's report as it is written and read: the shape of `Standards/report.schema.json`.
///
/// Times are RFC 3339 in UTC, durations seconds.
package struct Report: Codable, Sendable {
    package struct Tool: Codable, Sendable {
        package var name = "scs-check"
        package var version: String
        /// The program of others that it is part of, with its version.
        package var program: String?
    }

    /// Who was tested, as whom.
    package struct Subject: Codable, Sendable {
        package var cloud: String
        /// Nil where recorded facts were judged and no cloud was asked.
        package var authURL: String?
        package var region: String?
        package var project: String?
        package var projectID: String?
        package var user: String?
        package var roles: [String]?
        /// False where the user switched the verification of certificates off.
        package var tlsVerified: Bool
        /// Services that got the token without encryption; nil where there were none.
        package var clearTextEndpoints: [String]?

        package init(cloud: String, authURL: String?, region: String?, tlsVerified: Bool) {
            self.cloud = cloud
            self.authURL = authURL
            self.region = region
            self.tlsVerified = tlsVerified
        }
    }

    /// The file of recorded facts that was judged, and what it says of its origin.
    package struct JudgedFrom: Codable, Sendable {
        package var file: String
        /// Of the file, in hex.
        package var sha256: String
        package var recordedAt: String?
        /// The run that recorded them, and the version of the program.
        package var run: String?
        package var toolVersion: String?

        package init(
            file: String, sha256: String, recordedAt: Date?, origin: RecordOrigin?
        ) {
            self.file = file.harmless(1000)
            self.sha256 = sha256
            self.recordedAt = recordedAt.map(Timestamp.format)
            run = origin?.run.id
            toolVersion = origin?.tool.version
        }

        enum CodingKeys: String, CodingKey {
            case file, sha256, run
            case recordedAt = "recorded_at"
            case toolVersion = "tool_version"
        }
    }

    /// A standard that was tested.
    package struct Standard: Codable, Sendable {
        package var id: String
        package var version: String
        package var name: String
        package var url: String
    }

    package struct Run: Codable, Sendable {
        package var id: String
        package var startedAt: String
        package var endedAt: String
        package var duration: ReportedSeconds
        package var depth: Depth
        package var selection: [String]
        package var seed: String
        /// API calls made, and how many of them were repetitions.
        package var calls: Int
        package var retries: Int
        /// Whether somebody stopped it before its end.
        package var interrupted: Bool
    }

    /// The verdict for the certificate: test cases of the target `main` alone.
    package struct Certificate: Codable, Sendable {
        package var target = Target.main
        package var verdict: Verdict
        /// Whether a certificate stands on it: a whole scope was assessed, in a version that certifies.
        package var stands: Bool
        /// The version of the scope that it is about; nil where no scope was assessed.
        package var version: String?
        /// When the first of the results that it stands on no longer counts.
        package var validUntil: String?

        enum CodingKeys: String, CodingKey {
            case target, verdict, stands, version
            case validUntil = "valid_until"
        }
    }

    package struct StepReport: Codable, Sendable {
        package var title: String
        package var role: Step.Role
        package var state: StepState
        package var duration: ReportedSeconds?
    }

    package struct TestcaseReport: Sendable {
        package var id: String
        package var standard: String
        package var target: Target
        package var title: String
        package var url: String?
        package var conclusion: Conclusion
        /// Whether it has a part in the verdict of the run.
        package var isCounted: Bool
        package var startedAt: String?
        package var duration: ReportedSeconds?
        /// When the result no longer counts; nil where there is none.
        package var validUntil: String?
        /// Who answers for the verdict, where nothing was tested.
        package var attestation: Attestation?
        /// Which earlier run tested it, where recorded facts were judged.
        package var carriedOver: CarriedOver?
        package var steps: [StepReport]
        /// What the verdict rests on, what the conclusion found included.
        package var evidence: [Evidence]
        package var notes: [String]
    }

    /// Grows when a reader of older reports would misread a newer one.
    ///
    /// 2: `verdict` is over everything that was run, also where a scope was assessed.
    package static let schemaVersion = 2

    package var schemaVersion = Report.schemaVersion
    package var tool: Tool
    package var subject: Subject
    package var scope: [Standard]
    /// What was judged, where no cloud was tested.
    package var judgedFrom: JudgedFrom?
    /// The scope's versions, where a scope was assessed.
    package var assessment: ScopeAssessment?
    package var run: Run
    /// The verdict over every test case that counts.
    package var verdict: Verdict
    /// What the target `main` amounts to; nil where nothing of it was to be tested.
    package var certificate: Certificate?
    package var exitStatus: Int
    package var exitStatusRule: ExitStatusRule
    package var testcases: [TestcaseReport]
    package var leftovers: [Leftover]

    enum CodingKeys: String, CodingKey {
        case tool, subject, scope, assessment, run, verdict, certificate, testcases, leftovers
        case schemaVersion = "schema_version"
        case judgedFrom = "judged_from"
        case exitStatus = "exit_status"
        case exitStatusRule = "exit_status_rule"
    }
}

extension Report.Subject {
    enum CodingKeys: String, CodingKey {
        case cloud, region, project, user, roles
        case authURL = "auth_url"
        case projectID = "project_id"
        case tlsVerified = "tls_verified"
        case clearTextEndpoints = "clear_text_endpoints"
    }
}

extension Report.Run {
    enum CodingKeys: String, CodingKey {
        case id, depth, selection, seed, calls, retries, interrupted
        case startedAt = "started_at"
        case endedAt = "ended_at"
        case duration = "duration_seconds"
    }
}

extension Report.StepReport {
    enum CodingKeys: String, CodingKey {
        case title, role, state
        case duration = "duration_seconds"
    }
}
