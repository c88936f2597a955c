// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSSupport

/// A run's report in the form in which it is stored: `Standards/report.schema.json`.
///
/// Times are RFC 3339 in UTC, durations seconds.
package struct Report: Codable, Sendable {
    package struct Tool: Codable, Sendable {
        package var name = "scs-check"
        package var version: String
        /// The other package's program that it is part of, with its version.
        package var program: String?

        package init(version: String, program: String? = nil) {
            self.version = version
            self.program = program
        }

        /// `scs-check 1.0.0`, or `outside-check 2.0.0 (scs-check 1.0.0)`.
        package var title: String {
            let own = "\(name) \(version)"
            return program.map { "\($0) (\(own))" } ?? own
        }
    }

    /// The subject and the user that tested it.
    package struct Subject: Codable, Sendable {
        package var cloud: String
        /// Nil if recorded facts were judged without contacting a cloud.
        package var authURL: String?
        package var region: String?
        package var project: String?
        package var projectID: String?
        package var user: String?
        package var roles: [String]?
        /// False if the user switched certificate verification off.
        package var tlsVerified: Bool
        /// Services that received the token unencrypted; nil if none did.
        package var clearTextEndpoints: [String]?

        package init(cloud: String, authURL: String?, region: String?, tlsVerified: Bool) {
            self.cloud = cloud
            self.authURL = authURL
            self.region = region
            self.tlsVerified = tlsVerified
        }
    }

    /// The file of recorded facts that was judged, and its stated origin.
    package struct JudgedFrom: Codable, Sendable {
        package var file: String
        /// The file's SHA-256, in hex.
        package var sha256: String
        package var recordedAt: String?
        /// The run that recorded them, and its version of the program.
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
        /// What was excluded on request; nil: nothing.
        package var excluded: [String]?
        /// The parameters of checks that were set, by their ids; nil: none.
        package var parameters: [String: String]?
        package var seed: String
        /// API calls made, and how many of them were retries.
        package var calls: Int
        package var retries: Int
        /// Whether the run was interrupted.
        package var interrupted: Bool
    }

    /// The certificate's verdict: test cases of the target `main` alone.
    package struct Certificate: Codable, Sendable {
        package var target = Target.main
        package var verdict: Verdict
        /// Whether it is a certificate: a whole scope was assessed, in a version that certifies.
        package var stands: Bool
        /// The scope version that it is about; nil if no scope was assessed.
        package var version: String?
        /// The end of validity of the first of its results to expire.
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
        /// Whether it counts in the run's verdict.
        package var isCounted: Bool
        package var startedAt: String?
        package var duration: ReportedSeconds?
        /// The end of the result's validity; nil if there is no result.
        package var validUntil: String?
        /// The attestation behind the verdict, if nothing was tested.
        package var attestation: Attestation?
        /// The earlier run that tested it, if recorded facts were judged.
        package var carriedOver: CarriedOver?
        /// The plug-in that tested it; nil for a check of the program itself.
        package var testedBy: TestingProgram?
        package var steps: [StepReport]
        /// The evidence for the verdict, including that of the finding.
        package var evidence: [Evidence]
        package var notes: [String]
        /// Who accepts the failure, and until when.
        package var waiver: Waiver?
    }

    /// Increases when a reader of older reports would misread newer ones.
    ///
    /// 2: `verdict` covers everything that ran, even if a scope was assessed.
    package static let schemaVersion = 2

    package var schemaVersion = Report.schemaVersion
    package var tool: Tool
    package var subject: Subject
    package var scope: [Standard]
    /// The recorded facts that were judged, if no cloud was tested.
    package var judgedFrom: JudgedFrom?
    /// The scope's versions, if a scope was assessed.
    package var assessment: ScopeAssessment?
    package var run: Run
    /// The verdict over every test case that counts.
    package var verdict: Verdict
    /// The conclusion for target `main`; nil if none of it was to be tested.
    package var certificate: Certificate?
    package var exitStatus: Int
    package var exitStatusRule: ExitStatusRule
    package var testcases: [TestcaseReport]
    package var leftovers: [Leftover]
    /// The file of waivers that was applied; nil: none.
    package var waivers: WaiverFileNote?

    enum CodingKeys: String, CodingKey {
        case tool, subject, scope, assessment, run, verdict, certificate, testcases, leftovers
        case waivers
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
        case id, depth, selection, excluded, parameters, seed, calls, retries, interrupted
        case startedAt = "started_at"
        case endedAt = "ended_at"
        case duration = "duration_seconds"
    }
}

extension Report.Run {
    /// The parameters as they are set on the command line: `scs-0101.guest-image=Debian 13`.
    package var assignments: [String] {
        (parameters ?? [:]).map { "\($0.key)=\($0.value)" }.sorted()
    }
}

extension Report.StepReport {
    enum CodingKeys: String, CodingKey {
        case title, role, state
        case duration = "duration_seconds"
    }
}
