// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSHandover

/// Metrics as Prometheus reads them.
struct ReportMetricsTests {
    private static let hostile = "a\"} 1\n# HELP x\\ \u{1B}[31m\u{2028}ü"
    private static let promtool = "/usr/bin/promtool"

    private static var report: Report {
        var failed = Sample.testcase("failed \(hostile)", .fail, .requirementNotMet)
        failed.waiver = Waiver(
            testcase: "*", subject: "x", justification: "j", approver: "a", ticket: "t",
            expires: "2026-12-31")
        var report = Sample.report(
            [
                Sample.testcase("passed", .pass), failed, Sample.testcase("open", .abort, .quota),
                Sample.testcase("left", .missing, .notSelected, counted: false),
                Sample.testcase("passed", .pass),
            ], cloud: "cloud \(hostile)")
        report.certificate = Report.Certificate(
            verdict: .pass, stands: true, version: "v5.1", validUntil: "2026-12-07T00:00:00Z")
        return report
    }

    @Test func `Hostile names are values, and each series occurs once`() throws {
        let metrics = try Exposition(ReportMetrics.render(Self.report))
        #expect(metrics.series.count > 20)
        for series in metrics.series {
            #expect(series.labels["cloud"] == "cloud \(Self.hostile.harmless(200))")
        }
        let results = metrics.series.filter { $0.name == "scs_check_testcase_result" }
        #expect(results.map(\.value).sorted() == [-1, 0, 1])
        #expect(!results.contains { $0.labels["testcase"] == "left" })
    }

    @Test func `Verdicts, times, validity and waivers have their numbers`() throws {
        let metrics = try Exposition(ReportMetrics.render(Self.report))
        func values(_ name: String, _ label: String = "", _ value: String = "") -> [Double] {
            metrics.series.filter {
                $0.name == "scs_check_" + name && (label.isEmpty || $0.labels[label] == value)
            }.map(\.value)
        }
        #expect(values("verdict", "verdict", "FAIL") == [1])
        #expect(values("verdict").reduce(0, +) == 1)
        #expect(values("certificate_verdict", "verdict", "PASS") == [1])
        #expect(values("certificate_valid_until_timestamp_seconds") == [1_796_601_600])
        #expect(values("run_duration_seconds") == [253])
        #expect(values("run_calls") == [7] && values("run_retries") == [1])
        #expect(values("run_leftovers") == [0])
        #expect(values("testcase_waived") == [1])
        #expect(values("testcase_duration_seconds", "testcase", "passed") == [60])
    }

    @Test func `Without a certificate there is no metric of one`() {
        let text = ReportMetrics.render(Sample.report([Sample.testcase("a", .pass)]))
        #expect(!text.contains("certificate"))
        #expect(text.hasPrefix("# HELP scs_check_info "))
    }

    @Test func `Many subjects share each metric, and begin as one cloud does`() throws {
        var metrics = ReportMetrics()
        metrics.add(untested: "one", cloud: "c", exitStatus: 2, toolVersion: "1")
        metrics.add(Self.report, subject: "two", cloud: "c")
        #expect(metrics.text.hasPrefix("# HELP scs_check_info "))
        let series = try Exposition(metrics.text).series.filter {
            $0.name == "scs_check_run_exit_status"
        }
        #expect(series.map { $0.labels["subject"] } == ["one", "two"])
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: promtool)))
    func `Debian's promtool has nothing to say about them`() async throws {
        let temporary = try TemporaryFolder()
        let file = temporary.file("scs.prom")
        try Data(ReportMetrics.render(Self.report).utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: Self.promtool)
        process.arguments = ["check", "metrics"]
        process.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(
            process.terminationStatus == 0 && said.isEmpty,
            "\(String(decoding: said, as: UTF8.self))")
    }
}
