// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The report for people: verdict and table first, then failures with reasons, then the steps.
package enum MarkdownReport {
    package static func render(_ report: Report) -> String { render([report]) }

    /// Several are one after the other, below a table of them.
    package static func render(_ reports: [Report]) -> String {
        guard reports.count != 1 else { return reports.map(document).joined() }
        let reports = reports.worstFirst
        var rows = [["Cloud", "Verdict", "Certificate", "Valid until", "Run"]]
        for report in reports {
            let certificate = report.certificate.flatMap { $0.stands ? $0 : nil }
            rows.append([
                Markdown.text(report.subject.cloud), "**\(report.verdict.rawValue)**",
                certificate.map { "\($0.verdict.rawValue) \(Markdown.text($0.version ?? ""))" }
                    ?? "none",
                certificate?.validUntil ?? "", report.run.startedAt,
            ])
        }
        let table = (["# \(reports.headline)", ""] + Markdown.table(rows)).joined(separator: "\n")
        return ([table + "\n"] + reports.map(document)).joined(separator: "\n---\n\n")
    }

    private static func document(_ report: Report) -> String {
        var lines = HeadingSection.render(report)
        lines += ScopeSection.render(report)
        lines += table(report)
        lines += problems(report)
        lines += leftovers(report)
        lines += waivers(report)
        lines += notes(report)
        lines += steps(report)
        lines += footer(report)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func table(_ report: Report) -> [String] {
        var rows: [[String]] = [["Verdict", "Test case", "Target", "What it shows", "Time"]]
        rows += report.byUrgency.filter { !$0.isLeftOut }.map(row)
        return Markdown.table(rows) + [""] + leftOut(report) + legend(report)
    }

    /// What was not selected, in one line.
    private static func leftOut(_ report: Report) -> [String] {
        let ids = report.byUrgency.filter(\.isLeftOut).map { "`\(Markdown.code($0.id))`" }
        guard !ids.isEmpty else { return [] }
        return [
            "\(ids.count.counted("test case")) \(ids.count == 1 ? "was" : "were") not selected: "
                + ids.joined(separator: ", ") + ".", "",
        ]
    }

    private static func row(_ testcase: Report.TestcaseReport) -> [String] {
        var verdict = "**\(testcase.verdict.rawValue)**"
        if let reason = testcase.reason { verdict += " \(reason.rawValue)" }
        if let mark = testcase.mark { verdict += ", \(mark)" }
        if let earlier = testcase.carriedOver { verdict += ", carried over from \(earlier.at)" }
        return [
            verdict, "`\(testcase.id)`", testcase.target.rawValue, Markdown.text(testcase.title),
            time(testcase.duration),
        ]
    }

    /// The table's words that need an explanation.
    private static func legend(_ report: Report) -> [String] {
        let found = Set(report.testcases.map(\.verdict))
        var words = Verdict.allCases.filter(found.contains).map {
            "`\($0.rawValue)`: \($0.meaning)"
        }
        if !report.waived.isEmpty {
            words.append("waived: somebody accepts the failure until that day; it stays a FAIL")
        }
        if report.testcases.contains(where: { !$0.isCounted }) {
            words.append("not counted: it does not affect the verdict")
        }
        return words.isEmpty ? [] : [words.joined(separator: "; ") + ".", ""]
    }

    /// A section for each cause; which test cases share it, in one line.
    private static func problems(_ report: Report) -> [String] {
        report.causes.filter { $0.verdict != .missing }.flatMap { cause in
            let ids = cause.testcases.map { "`\(Markdown.code($0.id))`" }
            let what = ids.count == 1 ? ids[0] : ids.count.counted("test case")
            let reason = cause.reason.map { " \($0.rawValue)" } ?? ""
            let mark = cause.mark.map { ", \($0)" } ?? ""
            var lines = [
                "## \(cause.verdict.rawValue)\(ids.count == 1 ? "" : reason)\(mark): \(what)", "",
            ]
            if ids.count > 1 { lines += [ids.joined(separator: ", "), ""] }
            if let waiver = cause.waiver { lines += ["**\(Markdown.text(waiver.sentence))**", ""] }
            if ids.count == 1, let step = cause.testcases[0].endedAt {
                lines += ["At the step *\(Markdown.text(step.title))*:", ""]
            }
            if let message = cause.message { lines += ["> \(Markdown.text(message))", ""] }
            if let advice = cause.advice { lines += ["What to do: \(Markdown.text(advice))", ""] }
            return lines + evidence(cause)
        }
    }

    private static func evidence(_ cause: Cause) -> [String] {
        let evidence = cause.evidence
        guard !evidence.isEmpty else { return [] }
        // People read the first ones; report.json has all of them for programs.
        let all = cause.testcases.reduce(0) { $0 + $1.evidence.count }
        let more = evidence.count == 50 ? all - 50 : 0
        return ["Where to look:", ""]
            + evidence.map { "- \($0.kind.rawValue): \(Markdown.text($0.text))" }
            + (more > 0 ? ["- and up to \(more) more in report.json"] : []) + [""]
    }

    private static func leftovers(_ report: Report) -> [String] {
        guard !report.leftovers.isEmpty else { return [] }
        var lines = [
            "## Left behind", "",
            "These resources of the run could not be removed; \(InterfaceTerm.cleanup) tries again.",
            "",
        ]
        for leftover in report.leftovers {
            lines.append(
                "- \(leftover.kind) `\(Markdown.code(leftover.name))`"
                    + (leftover.id.map { " (`\(Markdown.code($0))`)" } ?? "")
                    + ": \(Markdown.text(leftover.reason))")
        }
        return lines + [""]
    }

    private static func waivers(_ report: Report) -> [String] {
        guard let waivers = report.waivers, !waivers.notices.isEmpty else { return [] }
        return ["## Notices about waivers", ""]
            + waivers.notices.map { "- \(Markdown.text($0))" } + [""]
    }

    private static func notes(_ report: Report) -> [String] {
        var lines: [String] = []
        // What several test cases share is stated once.
        var said: [(text: String, ids: [String])] = []
        for testcase in report.byUrgency {
            var texts = testcase.notes
            if testcase.verdict == .missing && !testcase.isLeftOut || testcase.verdict == .pass
                || testcase.attestation != nil, let message = testcase.message
            {
                texts.append(message)
            }
            for text in texts {
                if let index = said.firstIndex(where: { $0.text == text }) {
                    said[index].ids.append(testcase.id)
                } else {
                    said.append((text, [testcase.id]))
                }
            }
        }
        for (text, ids) in said {
            lines.append(
                "- \(Markdown.text(text)) (\(ids.map { "`\($0)`" }.joined(separator: ", ")))")
        }
        return lines.isEmpty ? [] : ["## Notes", ""] + lines + [""]
    }

    private static func steps(_ report: Report) -> [String] {
        var lines: [String] = []
        for testcase in report.byUrgency where testcase.verdict != .missing {
            // A fact that was read and judged to be right has no steps worth a table.
            let isPlain = testcase.verdict == .pass && testcase.steps.count <= 2
            if !isPlain && !testcase.steps.isEmpty {
                var rows = [["`\(testcase.id)`", "State", "Time"]]
                for step in testcase.steps {
                    rows.append([
                        Markdown.text(step.title), step.state.rawValue, time(step.duration),
                    ])
                }
                lines += Markdown.table(rows) + [""]
            }
            guard testcase.verdict == .pass else { continue }
            let proofs = testcase.evidence.filter { [.content, .note, .output].contains($0.kind) }
            if !proofs.isEmpty {
                lines += proofs.map { "- `\(testcase.id)`: \(Markdown.text($0.text))" } + [""]
            }
        }
        return lines.isEmpty ? [] : ["## Steps", ""] + lines
    }

    private static func footer(_ report: Report) -> [String] {
        let subject = report.subject
        var lines = ["## Run", ""]
        lines.append(
            "- \(Markdown.text(report.tool.title)), run `\(Markdown.code(report.run.id))`")
        lines.append("- \(report.run.startedAt) to \(report.run.endedAt)")
        let region = subject.region.map { ", region \(Markdown.text($0))" } ?? ""
        if let source = report.judgedFrom {
            let origin =
                source.run.map {
                    ", recorded by scs-check \(Markdown.code(source.toolVersion ?? "")), run `\(Markdown.code($0))`"
                } ?? ""
            lines.append(
                "- judged from `\(Markdown.code(source.file))` (SHA-256 `\(Markdown.code(source.sha256))`)\(origin)"
            )
        }
        if let url = subject.authURL { lines.append("- \(Markdown.text(url))\(region)") }
        if let user = subject.user {
            let roles = subject.roles?.joined(separator: ", ") ?? "none"
            lines.append(
                "- as \(Markdown.text(user)) in project \(Markdown.text(subject.project ?? "none")), "
                    + "roles: \(Markdown.text(roles))")
        }
        lines.append(
            "- \(report.run.calls.counted("call")), \(report.run.retries) of them repeated")
        for scope in report.scope {
            lines.append("- [\(Markdown.text(scope.version))](\(scope.url))")
        }
        return lines
    }

    private static func time(_ seconds: ReportedSeconds?) -> String {
        seconds?.duration.formatted ?? ""
    }
}

extension Report.TestcaseReport {
    /// Whether it was simply not asked for.
    var isLeftOut: Bool { reason == .notSelected && !isCounted }
}
