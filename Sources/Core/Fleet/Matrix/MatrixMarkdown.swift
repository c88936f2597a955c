// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSupport

/// The matrix for people: the result, what changed, the table, then each subject that did not pass.
package enum MatrixMarkdown {
    package static func render(_ matrix: Matrix) -> String {
        var lines = ["# \(Markdown.text(matrix.headline))", ""]
        lines.append(about(matrix))
        lines.append("")
        lines += changes(matrix)
        lines += table(matrix)
        lines += problems(matrix)
        lines += slow(matrix)
        if !matrix.missing.isEmpty {
            lines += ["## Not tested in this run", "", list(matrix.missing), ""]
        }
        return lines.joined(separator: "\n")
    }

    private static func about(_ matrix: Matrix) -> String {
        var parts: [String] = []
        if let preset = matrix.run.preset { parts.append("Preset `\(Markdown.code(preset))`") }
        if let shard = matrix.run.shard { parts.append("shard \(shard)") }
        parts.append("started \(matrix.run.startedAt)")
        parts.append("took \(matrix.run.duration.duration.formatted)")
        parts.append("exit status \(matrix.exitStatus)")
        return parts.joined(separator: ", ") + (matrix.run.interrupted ? "; **interrupted**." : ".")
    }

    private static func table(_ matrix: Matrix) -> [String] {
        let standards = matrix.standards.filter { standard in
            matrix.rows.contains { $0.cells[standard.id] != nil }
        }
        let header = ["subject", "certificate", "all"] + standards.map(\.id)
        let rows = matrix.rows.map { row in
            let certificate =
                row.certificate.flatMap { $0.stands ? $0.verdict.rawValue : nil } ?? "-"
            let all = row.problem == nil ? row.verdict.rawValue : "not tested"
            return [name(row), certificate, all]
                + standards.map { row.cells[$0.id]?.verdict.rawValue ?? "-" }
        }
        return ["## Verdicts", ""] + Markdown.table([header] + rows) + [""]
    }

    private static func name(_ row: MatrixRow) -> String {
        guard let report = row.report, report.hasSuffix(".json") else {
            return Markdown.text(row.name)
        }
        return "[\(Markdown.text(row.name))](\(report.dropLast(".json".count)).md)"
    }

    private static func changes(_ matrix: Matrix) -> [String] {
        let rows = matrix.rows.flatMap { row in
            row.changes.map { change in
                [
                    Markdown.text(row.name), "`\(Markdown.code(change.testcase))`",
                    change.from.rawValue, change.to.rawValue, change.reason?.rawValue ?? "",
                ]
            }
        }
        guard !rows.isEmpty else { return [] }
        return ["## Changes since the last run", ""]
            + Markdown.table([["subject", "test case", "was", "is", "reason"]] + rows) + [""]
    }

    private static func problems(_ matrix: Matrix) -> [String] {
        let rows = matrix.rows.filter { $0.exitStatus != 0 }
        guard !rows.isEmpty else { return [] }
        var lines = ["## What did not pass", ""]
        for row in rows {
            lines.append("- **\(Markdown.text(row.name))**: \(Markdown.text(row.summary))")
            for standard in matrix.standards {
                guard let cell = row.cells[standard.id], cell.verdict != .pass else { continue }
                let ids = cell.others.keys.sorted().map { "`\(Markdown.code($0))`" }
                let since = cell.since.map { " since \($0)" } ?? ""
                lines.append(
                    "    - \(Markdown.text(standard.id)) \(cell.verdict.rawValue)\(since): "
                        + ids.joined(separator: ", "))
            }
        }
        return lines + [""]
    }

    private static func slow(_ matrix: Matrix) -> [String] {
        let rows = matrix.slowest
        guard !rows.isEmpty else { return [] }
        return ["## Slowest test cases", ""]
            + Markdown.table(
                [["subject", "test case", "time"]]
                    + rows.map { name, slow in
                        [
                            Markdown.text(name), "`\(Markdown.code(slow.testcase))`",
                            slow.duration.duration.formatted,
                        ]
                    }) + [""]
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(50).map { "`\(Markdown.code($0))`" }.joined(separator: ", ")
            + (names.count > 50 ? " and \(names.count - 50) more" : "") + "."
    }
}

extension Matrix {
    /// The slowest test case of each of the five slowest subjects, with the subject's name.
    var slowest: ArraySlice<(String, MatrixRow.Slow)> {
        rows.flatMap { row in row.slowest.prefix(1).map { (row.name, $0) } }
            .sorted { $0.1.duration.duration > $1.1.duration.duration }.prefix(5)
    }

    /// The line at the top of the report and at the end of the terminal's output.
    package var headline: String {
        let words: [(Int, String)] = [
            (130, "interrupted"), (3, "left resources behind"), (1, "failed"),
            (2, "inconclusive"), (0, "passed"),
        ]
        let counts = words.compactMap { status, word in
            let count = rows.count { $0.exitStatus == status }
            return count == 0 ? nil : "\(count) \(word)"
        }
        let untested = missing.isEmpty ? [] : ["\(missing.count) not tested"]
        return "\(rows.count.counted("subject")): " + (counts + untested).joined(separator: ", ")
    }
}
