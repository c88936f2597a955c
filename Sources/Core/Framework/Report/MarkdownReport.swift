// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The report for people: verdict and table first, then failures with reasons, then the steps.
package enum MarkdownReport {
    package static func render(_ report: Report) -> String {
        var lines = heading(report)
        lines += ScopeSection.render(report)
        lines += table(report)
        lines += problems(report)
        lines += leftovers(report)
        lines += notes(report)
        lines += steps(report)
        lines += footer(report)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func heading(_ report: Report) -> [String] {
        let names =
            report.assessment?.name
            ?? report.scope.map { "\($0.name) (\($0.version))" }.joined(separator: ", ")
        var lines = ["# \(escape(report.summary))", ""]
        if let source = report.judgedFrom {
            lines.append(
                "**\(escape(report.subject.cloud))** was judged for \(escape(names)) on "
                    + "\(report.run.startedAt) from a record"
                    + (source.recordedAt.map { " of \($0)" } ?? "") + "; no cloud was contacted.")
        } else {
            lines.append(
                "**\(escape(report.subject.cloud))** was tested for \(escape(names)) at depth "
                    + "`\(report.run.depth.rawValue)` on \(report.run.startedAt), in "
                    + "\(report.run.duration.duration.formatted) and \(report.run.calls.counted("call"))."
            )
        }
        lines += [
            "", certificateLine(report), "",
            "Everything that was run: **\(report.verdict.rawValue)**; "
                + escape(report.exitStatusLine) + ".",
        ]
        let inapplicable = report.testcases.count {
            $0.verdict == .abort && $0.reason == .notApplicable
        }
        if inapplicable > 0 {
            lines += [
                "",
                "\(inapplicable.counted("test case")) \(inapplicable == 1 ? "does" : "do") not apply "
                    + "to this cloud and \(inapplicable == 1 ? "says" : "say") nothing about it; "
                    + "the reasons are below.",
            ]
        }
        let carried = report.testcases.count { $0.carriedOver != nil }
        if carried > 0 {
            lines += [
                "",
                "\(carried.counted("outcome")) \(carried == 1 ? "is" : "are") carried over: only a "
                    + "test of the cloud can determine them, and they were recorded with the facts.",
            ]
        }
        if report.run.interrupted {
            lines += [
                "",
                "**The run was interrupted**; test cases that it did not reach are listed below.",
            ]
        }
        if !report.subject.tlsVerified {
            lines += [
                "",
                "**Certificates were not verified** (`verify: false`): another server may have answered.",
            ]
        }
        if let endpoints = report.subject.clearTextEndpoints, !endpoints.isEmpty {
            lines += [
                "",
                "**The token was sent without encryption** to "
                    + endpoints.map { "`\(code($0))`" }.joined(separator: ", ")
                    + ": the service catalog, or an override, names http endpoints.",
            ]
        }
        return lines + [""]
    }

    private static func certificateLine(_ report: Report) -> String {
        guard let certificate = report.certificate else {
            return "No certificate: \(escape(report.noCertificate ?? ""))."
        }
        let what =
            "target `\(certificate.target)`"
            + (certificate.version.map { ", version `\(code($0))`" } ?? "")
        let until = certificate.validUntil.map { ", valid until \($0)" } ?? ""
        guard let why = report.noCertificate else {
            return "Certificate (\(what)): **\(certificate.verdict.rawValue)**\(until)"
        }
        return "Certificate requirements (\(what)): **\(certificate.verdict.rawValue)**\(until). "
            + "No certificate can be based on it: \(escape(why))."
    }

    private static func table(_ report: Report) -> [String] {
        var rows: [[String]] = [["Verdict", "Test case", "Target", "What it shows", "Time"]]
        rows += report.testcases.map(row)
        return aligned(rows) + [""] + legend(report)
    }

    private static func row(_ testcase: Report.TestcaseReport) -> [String] {
        var verdict = "**\(testcase.verdict.rawValue)**"
        if let reason = testcase.reason { verdict += " \(reason.rawValue)" }
        if !testcase.isCounted { verdict += ", not counted" }
        if let earlier = testcase.carriedOver { verdict += ", carried over from \(earlier.at)" }
        return [
            verdict, "`\(testcase.id)`", testcase.target.rawValue, escape(testcase.title),
            time(testcase.duration),
        ]
    }

    /// The table's words that need an explanation.
    private static func legend(_ report: Report) -> [String] {
        let found = Set(report.testcases.map(\.verdict))
        var words = Verdict.allCases.filter(found.contains).map {
            "`\($0.rawValue)`: \($0.meaning)"
        }
        if report.testcases.contains(where: { !$0.isCounted }) {
            words.append("not counted: it does not affect the verdict")
        }
        return words.isEmpty ? [] : [words.joined(separator: "; ") + ".", ""]
    }

    private static func problems(_ report: Report) -> [String] {
        let order: [Verdict] = [.fail, .abort]
        var lines: [String] = []
        for verdict in order {
            for testcase in report.testcases where testcase.verdict == verdict {
                lines += ["## \(testcase.verdict.rawValue): `\(testcase.id)`", ""]
                let step = testcase.steps.first { $0.state == .failed || $0.state == .aborted }
                if let step { lines += ["At the step *\(escape(step.title))*:", ""] }
                if let message = testcase.message { lines += ["> \(escape(message))", ""] }
                if let advice = testcase.advice { lines += ["What to do: \(escape(advice))", ""] }
                lines += evidence(testcase)
            }
        }
        return lines
    }

    private static func evidence(_ testcase: Report.TestcaseReport) -> [String] {
        guard !testcase.evidence.isEmpty else { return [] }
        // People read the first ones; report.json has all of them for programs.
        let shown = testcase.evidence.prefix(50)
        let more = testcase.evidence.count - shown.count
        return ["Where to look:", ""]
            + shown.map { "- \($0.kind.rawValue): \(escape($0.text))" }
            + (more > 0 ? ["- and \(more) more in report.json"] : []) + [""]
    }

    private static func leftovers(_ report: Report) -> [String] {
        guard !report.leftovers.isEmpty else { return [] }
        var lines = [
            "## Left behind", "",
            "These resources of the run could not be removed; `scs-check cleanup` tries again.", "",
        ]
        for leftover in report.leftovers {
            lines.append(
                "- \(leftover.kind) `\(code(leftover.name))`"
                    + (leftover.id.map { " (`\(code($0))`)" } ?? "")
                    + ": \(escape(leftover.reason))")
        }
        return lines + [""]
    }

    private static func notes(_ report: Report) -> [String] {
        var lines: [String] = []
        // What several test cases share is stated once.
        var said: [(text: String, ids: [String])] = []
        for testcase in report.testcases {
            var texts = testcase.notes
            if testcase.verdict == .missing || testcase.verdict == .pass
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
            lines.append("- \(escape(text)) (\(ids.map { "`\($0)`" }.joined(separator: ", ")))")
        }
        return lines.isEmpty ? [] : ["## Notes", ""] + lines + [""]
    }

    private static func steps(_ report: Report) -> [String] {
        var lines: [String] = []
        for testcase in report.testcases where testcase.verdict != .missing {
            // A fact that was read and judged to be right has no steps worth a table.
            let isPlain = testcase.verdict == .pass && testcase.steps.count <= 2
            if !isPlain && !testcase.steps.isEmpty {
                var rows = [["`\(testcase.id)`", "State", "Time"]]
                for step in testcase.steps {
                    rows.append([escape(step.title), step.state.rawValue, time(step.duration)])
                }
                lines += aligned(rows) + [""]
            }
            guard testcase.verdict == .pass else { continue }
            let proofs = testcase.evidence.filter { [.content, .note, .output].contains($0.kind) }
            if !proofs.isEmpty {
                lines += proofs.map { "- `\(testcase.id)`: \(escape($0.text))" } + [""]
            }
        }
        return lines.isEmpty ? [] : ["## Steps", ""] + lines
    }

    private static func footer(_ report: Report) -> [String] {
        let subject = report.subject
        var lines = ["## Run", ""]
        let program = report.tool.program.map { ", in `\(code($0))`" } ?? ""
        lines.append(
            "- \(report.tool.name) \(report.tool.version)\(program), run `\(code(report.run.id))`")
        lines.append("- \(report.run.startedAt) to \(report.run.endedAt)")
        let region = subject.region.map { ", region \(escape($0))" } ?? ""
        if let source = report.judgedFrom {
            let origin =
                source.run.map {
                    ", recorded by scs-check \(code(source.toolVersion ?? "")), run `\(code($0))`"
                } ?? ""
            lines.append(
                "- judged from `\(code(source.file))` (SHA-256 `\(code(source.sha256))`)\(origin)")
        }
        if let url = subject.authURL { lines.append("- \(escape(url))\(region)") }
        if let user = subject.user {
            let roles = subject.roles?.joined(separator: ", ") ?? "none"
            lines.append(
                "- as \(escape(user)) in project \(escape(subject.project ?? "none")), "
                    + "roles: \(escape(roles))")
        }
        lines.append(
            "- \(report.run.calls.counted("call")), \(report.run.retries) of them repeated")
        for scope in report.scope { lines.append("- [\(escape(scope.version))](\(scope.url))") }
        return lines
    }

    /// Rows as a table whose columns also line up in the raw text.
    static func aligned(_ rows: [[String]]) -> [String] {
        guard let header = rows.first else { return [] }
        let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            "| "
                + zip(cells, widths).map {
                    $0.padded(to: $1)
                }.joined(separator: " | ") + " |"
        }
        let rule =
            "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"
        return [line(header), rule] + rows.dropFirst().map(line)
    }

    private static func time(_ seconds: ReportedSeconds?) -> String {
        seconds?.duration.formatted ?? ""
    }

    /// Foreign text, escaped so that its Markdown, HTML and control characters have no effect.
    static func escape(_ text: String) -> String {
        var result = ""
        let characters = Array(text.harmless(2000))
        for (index, character) in characters.enumerated() {
            switch character {
            case "\\", "`", "*", "[", "]", "<", ">", "|", "~", "&", "$":
                result.append("\\")
            case "#", "+", "-", "=":
                // They start a heading or a list only at the beginning of a line.
                if index == 0 { result.append("\\") }
            case ".", ")":
                if index > 0 && characters[..<index].allSatisfy(\.isNumber) { result.append("\\") }
            case "_":
                // Within a word it is plain text in Markdown too, and names are full of it.
                let before = index > 0 ? characters[index - 1] : " "
                let after = index + 1 < characters.count ? characters[index + 1] : " "
                if !(before.isLetter || before.isNumber) || !(after.isLetter || after.isNumber) {
                    result.append("\\")
                }
            default: break
            }
            result.append(character)
        }
        return result
    }

    /// Foreign text between backticks.
    static func code(_ text: String) -> String {
        text.harmless(300).filter { $0 != "`" && $0 != "|" }
    }
}
