// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSupport

extension ReportComparison {
    /// UTF-8 with sorted keys.
    package func json() throws -> [UInt8] { try JSONReport.text(self) }

    /// One line for chats: what got worse first.
    package var line: String {
        var parts: [String] = []
        if !regressions.isEmpty {
            parts.append(
                "\(regressions.count.counted("regression")) (\(Self.some(regressions)))")
        }
        if !fixes.isEmpty {
            parts.append("\(fixes.count.counted("fix", "fixes")) (\(Self.some(fixes)))")
        }
        if !changes.isEmpty { parts.append(changes.count.counted("other change")) }
        if !durations.isEmpty { parts.append(durations.count.counted("unusual duration")) }
        if !onlyInFrom.isEmpty { parts.append("\(onlyInFrom.count) no longer tested") }
        if !onlyInTo.isEmpty { parts.append("\(onlyInTo.count) newly tested") }
        if parts.isEmpty { parts = ["no change"] }
        let verdict =
            from.verdict == to.verdict
            ? "still \(to.verdict.rawValue)" : "\(from.verdict.rawValue) → \(to.verdict.rawValue)"
        let clouds = from.cloud == to.cloud ? to.cloud : "\(from.cloud) → \(to.cloud)"
        let days = "\(from.startedAt.prefix(10)) → \(to.startedAt.prefix(10))"
        return "\(clouds.harmless(100)), \(days): \(verdict); \(parts.joined(separator: ", "))"
    }

    private static func some(_ changes: [TestcaseChange]) -> String {
        let shown = changes.prefix(3).map { $0.testcase.harmless(100) }.joined(separator: ", ")
        return changes.count > 3 ? "\(shown) and \(changes.count - 3) more" : shown
    }

    /// For people: regressions first, then what explains them.
    package var markdown: String {
        var lines = ["# \(Markdown.text(line))", ""]
        lines.append(
            "From run `\(Markdown.code(from.run))` of \(from.startedAt) to run "
                + "`\(Markdown.code(to.run))` of \(to.startedAt). "
                + "\(unchanged.counted("test case")) unchanged.")
        lines.append("")
        lines += section("Regressions", regressions)
        lines += section("Fixes", fixes)
        lines += section("Other changes", changes)
        lines += times
        lines += oneSided("No longer tested", onlyInFrom)
        lines += oneSided("Newly tested", onlyInTo)
        if !circumstances.isEmpty {
            lines += ["## What else differs", ""]
            lines += Markdown.table(
                [["What", "Before", "After"]]
                    + circumstances.map {
                        [$0.what, Markdown.text($0.from ?? "none"), Markdown.text($0.to ?? "none")]
                    })
            lines.append("")
        }
        return lines.dropLast().joined(separator: "\n") + "\n"
    }

    private func section(_ heading: String, _ changes: [TestcaseChange]) -> [String] {
        guard !changes.isEmpty else { return [] }
        var lines = ["## \(heading)", ""]
        for change in changes {
            lines.append(
                "- `\(Markdown.code(change.testcase))`: \(change.from.words) → "
                    + "**\(change.to.words)**. \(Markdown.text(change.title))")
            if let message = change.to.message { lines.append("  > \(Markdown.text(message))") }
        }
        return lines + [""]
    }

    private var times: [String] {
        guard !durations.isEmpty else { return [] }
        var rows = [["Test case", "Before", "Now", "Mostly at the step"]]
        for change in durations {
            let low = change.shortest.duration.formatted
            let high = change.longest.duration.formatted
            rows.append([
                "`\(Markdown.code(change.testcase))`", low == high ? low : "\(low) to \(high)",
                change.duration.duration.formatted,
                change.step.map {
                    "\(Markdown.text($0.title)): \($0.from.duration.formatted) → "
                        + $0.to.duration.formatted
                } ?? "",
            ])
        }
        return ["## Durations", "", durationRule, ""] + Markdown.table(rows) + [""]
    }

    private func oneSided(_ heading: String, _ testcases: [OneSided]) -> [String] {
        guard !testcases.isEmpty else { return [] }
        return ["## \(heading)", ""]
            + testcases.map {
                "- `\(Markdown.code($0.testcase))`: \($0.verdict.rawValue)"
                    + ($0.otherwise.map { "; otherwise \($0.rawValue)" } ?? "")
            } + [""]
    }
}
