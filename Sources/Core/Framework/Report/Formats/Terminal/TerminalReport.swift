// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The report for a terminal: the verdict, each cause once, and all that passed as a count.
package struct TerminalReport {
    private let report: Report
    private let page: TerminalPage

    /// - Parameter page: what the terminal can show.
    package static func render(_ report: Report, on page: TerminalPage) -> String {
        let writer = TerminalReport(report: report, page: page)
        let blocks = [
            writer.heading, writer.problems, writer.leftovers, writer.waivers, writer.passed,
            writer.untested,
        ]
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n") + "\n"
    }

    private var heading: [String] {
        let verdict = report.certificate.flatMap { $0.stands ? $0.verdict : nil } ?? report.verdict
        var lines = page.wrapped(report.summary).map { page.paint($0, verdict) }
        let names =
            report.assessment?.name
            ?? report.scope.map { "\($0.name) (\($0.version))" }.joined(separator: ", ")
        let how =
            report.judgedFrom == nil
            ? "depth \(report.run.depth.rawValue), \(report.run.duration.duration.formatted), "
                + report.run.calls.counted("call") : "from recorded facts"
        lines += page.wrapped("\(report.subject.cloud): \(names); \(how).")
        lines += page.wrapped(certificate)
        if !report.subject.tlsVerified {
            lines += page.wrapped(
                "Certificates were not verified: another server may have answered.")
        }
        if let endpoints = report.subject.clearTextEndpoints, !endpoints.isEmpty {
            lines += page.wrapped(
                "The token was sent without encryption to \(endpoints.joined(separator: ", ")).")
        }
        return lines
    }

    private var certificate: String {
        guard let certificate = report.certificate, certificate.stands else {
            return "No certificate: \(report.noCertificate ?? "")."
        }
        return "Certificate \(certificate.verdict.rawValue)"
            + (certificate.version.map { ", version \($0)" } ?? "")
            + (certificate.validUntil.map { ", valid until \($0)" } ?? "") + "."
    }

    private var problems: [String] {
        var lines: [String] = []
        for cause in report.causes {
            if !lines.isEmpty { lines.append("") }
            lines += section(cause)
        }
        return lines
    }

    private func section(_ cause: Cause) -> [String] {
        let reason = cause.reason.map { " \($0.rawValue)" } ?? ""
        let mark = cause.mark.map { " (\($0))" } ?? ""
        let what =
            cause.testcases.count == 1
            ? cause.testcases[0].id : cause.testcases.count.counted("test case")
        var lines = page.wrapped("\(cause.verdict.rawValue)\(reason)\(mark): \(what)")
            .map { page.paint($0, cause.verdict) }
        if cause.testcases.count == 1 {
            if let step = cause.testcases[0].endedAt {
                lines += page.wrapped("at the step: \(step.title)", indent: 2)
            }
        } else {
            lines += folded(cause.testcases.map(\.id))
        }
        if let waiver = cause.waiver { lines += page.wrapped(waiver.sentence, indent: 2) }
        if let message = cause.message { lines += page.wrapped(message, indent: 2) }
        if let advice = cause.advice {
            lines += page.wrapped("What to do: \(advice)", indent: 2)
        }
        let evidence = cause.evidence
        for piece in evidence.prefix(4) {
            lines += page.wrapped("\(page.bullet) \(piece.kind.rawValue): \(piece.text)", indent: 2)
        }
        if evidence.count > 4 {
            lines += page.wrapped(
                "\(page.bullet) and \(evidence.count - 4) more in the full report", indent: 2)
        }
        return lines
    }

    private var leftovers: [String] {
        guard !report.leftovers.isEmpty else { return [] }
        let heading = "Left behind; \(InterfaceTerm.cleanup) tries again:"
        return page.wrapped(heading).map { page.paint($0, .fail) }
            + report.leftovers.flatMap { leftover in
                page.wrapped(
                    "\(page.bullet) \(leftover.kind) \(leftover.name)"
                        + (leftover.id.map { " (\($0))" } ?? "") + ": \(leftover.reason)",
                    indent: 2)
            }
    }

    private var waivers: [String] {
        (report.waivers?.notices ?? []).flatMap { page.wrapped("\(page.bullet) \($0)") }
    }

    /// One line a standard.
    private var passed: [String] {
        let passed = report.testcases.filter { $0.verdict == .pass }
        guard !passed.isEmpty else { return [] }
        var ids: [String] = []
        for id in passed.map(\.standard) where !ids.contains(id) { ids.append(id) }
        let rows = ids.map { id in
            let standard = report.scope.first { $0.id == id }
            return (
                page.plain(standard?.version ?? id), String(passed.count { $0.standard == id }),
                page.plain(standard?.name ?? "")
            )
        }
        let width = rows.map { page.width(of: $0.0) }.max() ?? 0
        let digits = rows.map(\.1.count).max() ?? 0
        return [page.paint("PASS: \(passed.count.counted("test case"))", .pass)]
            + rows.map { version, count, name in
                let gap = String(repeating: " ", count: width - page.width(of: version))
                let number = String(repeating: " ", count: digits - count.count) + count
                return page.cut("  \(page.mark) \(version)\(gap)  \(number)  \(name)")
            }
    }

    private var untested: [String] {
        report.untested.flatMap { cause in
            let reason = cause.reason.map { " \($0.rawValue)" } ?? ""
            let count = cause.testcases.count.counted("test case")
            return page.wrapped(
                "MISSING\(reason) (not counted): \(count). \(cause.message ?? "")"
            ) + folded(cause.testcases.map(\.id))
        }
    }

    /// The first names, and how many more there are.
    private func folded(_ ids: [String]) -> [String] {
        let shown = ids.prefix(3).map { $0.harmless(100) }.joined(separator: ", ")
        let more = ids.count > 3 ? " and \(ids.count - 3) more" : ""
        return page.wrapped(shown + more, indent: 2)
    }
}
