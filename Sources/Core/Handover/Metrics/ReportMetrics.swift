// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSCheck
import SCSSupport

/// Reports as metrics for node_exporter's textfile collector; docs/REPORTS.md lists them.
package struct ReportMetrics: Sendable {
    private var collected = PrometheusText()

    package init() {}

    /// All metrics so far.
    package var text: String { collected.text }

    /// The metrics of one cloud.
    package static func render(_ report: Report) -> String {
        var text = PrometheusText()
        add(report, [("cloud", report.subject.cloud)], to: &text)
        return text.text
    }

    /// Adds a subject of a run over many; `cloud` is its entry of clouds.yaml.
    package mutating func add(_ report: Report, subject: String, cloud: String) {
        Self.add(report, [("subject", subject), ("cloud", cloud)], to: &collected)
    }

    /// Adds a subject that could not be tested.
    package mutating func add(
        untested subject: String, cloud: String, exitStatus: Int, toolVersion: String
    ) {
        let labels: PrometheusText.Labels = [("subject", subject), ("cloud", cloud)]
        Self.addInfo(toolVersion, scope: nil, labels, to: &collected)
        Self.addVerdict(.missing, labels, to: &collected)
        Self.addExitStatus(exitStatus, labels, to: &collected)
    }

    private static func add(
        _ report: Report, _ cloud: PrometheusText.Labels, to text: inout PrometheusText
    ) {
        func one(_ name: String, _ help: String, _ value: Double?) {
            text.gauge("scs_check_\(name)", help, value.map { [(cloud, $0)] } ?? [])
        }
        addInfo(report.tool.version, scope: report.assessment?.name, cloud, to: &text)
        addVerdict(report.verdict, cloud, to: &text)
        if let certificate = report.certificate, certificate.stands {
            text.gauge(
                "scs_check_certificate_verdict",
                "The verdict of the certificate: 1 for the one that it is.",
                states(
                    cloud + [("scope_version", certificate.version ?? "")], certificate.verdict))
            one(
                "certificate_valid_until_timestamp_seconds",
                "When the first of the certificate's results expires.",
                time(certificate.validUntil))
        }
        one("run_start_timestamp_seconds", "When the run started.", time(report.run.startedAt))
        one("run_end_timestamp_seconds", "When the run ended.", time(report.run.endedAt))
        one(
            "run_duration_seconds", "How long the run took.",
            report.run.duration.duration.inSeconds)
        addExitStatus(report.exitStatus, cloud, to: &text)
        one("run_calls", "API calls of the run.", Double(report.run.calls))
        one("run_retries", "How many of the calls were repeated.", Double(report.run.retries))
        one(
            "run_leftovers", "Resources that the run could not remove.",
            Double(report.leftovers.count))
        one("run_interrupted", "Whether the run was interrupted.", report.run.interrupted ? 1 : 0)
        addTestcases(report, cloud, to: &text)
    }

    private static func addInfo(
        _ version: String, scope: String?, _ labels: PrometheusText.Labels,
        to text: inout PrometheusText
    ) {
        text.gauge(
            "scs_check_info", "The program that wrote these metrics; always 1.",
            [(labels + [("version", version), ("scope", scope ?? "")], 1)])
    }

    private static func addVerdict(
        _ verdict: Verdict, _ labels: PrometheusText.Labels, to text: inout PrometheusText
    ) {
        text.gauge(
            "scs_check_verdict", "The verdict over everything that ran: 1 for the one that it is.",
            states(labels, verdict))
    }

    private static func addExitStatus(
        _ status: Int, _ labels: PrometheusText.Labels, to text: inout PrometheusText
    ) {
        text.gauge(
            "scs_check_run_exit_status", "The exit status of the run.", [(labels, Double(status))])
    }

    private static func addTestcases(
        _ report: Report, _ cloud: PrometheusText.Labels, to text: inout PrometheusText
    ) {
        // A series must not occur twice.
        var seen: Set<String> = []
        let testcases = report.byUrgency.filter { seen.insert($0.id.harmless(200)).inserted }
        func series(
            _ value: (Report.TestcaseReport) -> Double?
        ) -> [(labels: PrometheusText.Labels, value: Double)] {
            testcases.compactMap { testcase in
                value(testcase).map { value in
                    (
                        cloud + [
                            ("testcase", testcase.id), ("standard", testcase.standard),
                            ("target", testcase.target.rawValue),
                        ], value
                    )
                }
            }
        }
        text.gauge(
            "scs_check_testcase_result",
            "1 PASS, -1 FAIL, 0 no result although one counts; none for what was not to be tested.",
            series { $0.number })
        text.gauge(
            "scs_check_testcase_waived", "1 for a FAIL that somebody accepts for a time.",
            series { $0.waiver == nil ? nil : 1 })
        text.gauge(
            "scs_check_testcase_duration_seconds", "How long the test case took.",
            series { $0.carriedOver == nil ? $0.duration?.duration.inSeconds : nil })
        text.gauge(
            "scs_check_testcase_valid_until_timestamp_seconds", "When the result expires.",
            series { $0.verdict == .missing ? nil : time($0.validUntil) })
    }

    private static func states(
        _ labels: PrometheusText.Labels, _ verdict: Verdict
    ) -> [(labels: PrometheusText.Labels, value: Double)] {
        Verdict.allCases.map { (labels + [("verdict", $0.rawValue)], $0 == verdict ? 1 : 0) }
    }

    private static func time(_ text: String?) -> Double? {
        text.flatMap(Timestamp.parse)?.timeIntervalSince1970
    }
}

extension Report.TestcaseReport {
    /// SCS's number of the verdict; nil if there is none and none is needed.
    fileprivate var number: Double? {
        switch verdict {
        case .pass: 1
        case .fail: -1
        case .abort, .missing: isCounted ? 0 : nil
        }
    }
}
