// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSupport

/// The matrix as one self-contained page: the result, what changed, the table, then what did not pass.
package enum MatrixHTML {
    /// Longer lists are cut, with a sentence about it; matrix.json has everything.
    static let limit = 200
    /// The same for the standards of one subject.
    static let standardsLimit = 20

    package static func render(_ matrix: Matrix) -> String {
        let title = matrix.headline
        let interrupted: HTML? =
            matrix.run.interrupted
            ? "<p class=\"warning\"><strong>The run was interrupted; subjects that it did not reach are listed.</strong></p>"
            : nil
        return HTMLReport.page(
            title: title, matrix.tool,
            """
            <body class="wide">
            <a class="skip" href="#main">Skip to the verdicts</a>
            <header>
            <h1><span class="\(verdict(matrix))">\(title)</span></h1>
            <p>\(about(matrix))</p>
            \(interrupted)
            </header>
            <main id="main">
            \(changes(matrix))
            \(table(matrix))
            \(problems(matrix))
            \(slow(matrix))
            \(missing(matrix))
            </main>
            <footer><p class="faint">\(matrix.tool.title)</p></footer>
            """, script: HTMLTable.script)
    }

    /// The colour of the title.
    private static func verdict(_ matrix: Matrix) -> String {
        switch matrix.exitStatus {
        case 0: Verdict.pass.rawValue
        case 1, 3: Verdict.fail.rawValue
        default: Verdict.abort.rawValue
        }
    }

    private static func about(_ matrix: Matrix) -> HTML {
        let preset: HTML? = matrix.run.preset.map { "Preset <code>\($0)</code>, " }
        let shard: HTML? = matrix.run.shard.map { "shard \($0), " }
        return
            "\(preset)\(shard)\(matrix.run.startedAt) to \(matrix.run.endedAt), \(matrix.run.duration.duration.formatted); exit status \(matrix.exitStatus)."
    }

    private static func table(_ matrix: Matrix) -> HTML {
        let standards = matrix.standards.filter { standard in
            matrix.rows.contains { $0.cells[standard.id] != nil }
        }
        let heads =
            [HTMLTable.Head("Subject"), HTMLTable.Head("Certificate"), HTMLTable.Head("All")]
            + standards.map { HTMLTable.Head("\($0.id)", turned: true) }
        let rows = matrix.rows.map { row -> HTMLTable.Row in
            let certificate = row.certificate.flatMap { $0.stands ? $0.verdict : nil }
            let all: HTML = row.problem == nil ? cell(row.verdict) : "<td>not tested</td>"
            let cells = standards.map { standard in
                row.cells[standard.id].map { cell($0.verdict) } ?? "<td>-</td>"
            }
            return HTMLTable.Row(
                verdict: row.verdict, groups: row.groups, text: "\(row.name) \(row.summary)",
                cells:
                    "<th scope=\"row\">\(name(row))</th>\(certificate.map(cell) ?? "<td>none</td>")\(all)\(cells)"
            )
        }
        let table = HTMLTable("verdicts", of: "subject", heads, rows, choosesColumns: true)
        return """
            <section aria-labelledby="verdicts"><h2 id="verdicts">Verdicts</h2>
            \(table.html)
            </section>
            """
    }

    /// Literals, as there are tens of thousands of them.
    private static func cell(_ verdict: Verdict) -> HTML {
        switch verdict {
        case .pass: "<td class=\"verdict PASS\">PASS</td>"
        case .fail: "<td class=\"verdict FAIL\">FAIL</td>"
        case .abort: "<td class=\"verdict ABORT\">ABORT</td>"
        case .missing: "<td class=\"verdict MISSING\">MISSING</td>"
        }
    }

    /// A link to the subject's own page, beside this one.
    private static func name(_ row: MatrixRow) -> HTML {
        guard let report = row.report, report.hasSuffix(".json") else { return "\(row.name)" }
        let path = report.dropLast(".json".count).split(separator: "/")
        // Names that lead elsewhere are no pages of ours.
        guard path.allSatisfy({ $0 != ".." && $0 != "." }), !report.hasPrefix("/") else {
            return "\(row.name)"
        }
        let address = path.map { String($0).percentEncoded }.joined(separator: "/")
        return "<a href=\"\(address).html\">\(row.name)</a>"
    }

    private static func changes(_ matrix: Matrix) -> HTML? {
        let changes = matrix.rows.flatMap { row in row.changes.map { (row, $0) } }
        guard !changes.isEmpty else { return nil }
        let rows = changes.prefix(limit).map { row, change -> HTML in
            "<tr><th scope=\"row\">\(name(row))</th><td><code>\(change.testcase)</code></td>\(cell(change.from))\(cell(change.to))<td>\(change.reason?.rawValue ?? "")</td></tr>"
        }
        return """
            <section aria-labelledby="changes"><h2 id="changes">Changes since the last run</h2>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="changes"><table><thead><tr><th scope="col">Subject</th><th scope="col">Test case</th><th scope="col">Was</th><th scope="col">Is</th><th scope="col">Reason</th></tr></thead>
            <tbody>
            \(rows)
            </tbody></table></div>
            \(more(changes.count, "change"))</section>
            """
    }

    private static func problems(_ matrix: Matrix) -> HTML? {
        let rows = matrix.rows.filter { $0.exitStatus != 0 }
        guard !rows.isEmpty else { return nil }
        let sections = rows.prefix(limit).map { row -> HTML in
            let items = matrix.standards.compactMap { standard -> HTML? in
                guard let cell = row.cells[standard.id], cell.verdict != .pass else { return nil }
                let ids = cell.others.keys.sorted()
                let others: HTML? = ids.count > 20 ? " and \(ids.count - 20) more" : nil
                let since: HTML? = cell.since.map { " since \($0)" }
                return
                    "<li><strong class=\"\(cell.verdict.rawValue)\">\(cell.verdict.rawValue)</strong>\(since) \(standard.id): \(ids.prefix(20).joined(separator: ", "))\(others)</li>"
            }
            let left = items.count - standardsLimit
            let rest: HTML? =
                left > 0
                ? "<li>And \(left.counted("more standard")); matrix.json has all of them.</li>"
                : nil
            let list: HTML? =
                items.isEmpty ? nil : "<ul>\(Array(items.prefix(standardsLimit)))\(rest)</ul>"
            return """
                <section class="problem \(row.verdict.rawValue)"><h3>\(name(row))</h3>
                <p>\(row.summary)</p>\(list)</section>
                """
        }
        return """
            <section aria-labelledby="problems"><h2 id="problems">What did not pass</h2>
            \(sections)
            \(more(rows.count, "subject"))</section>
            """
    }

    private static func slow(_ matrix: Matrix) -> HTML? {
        let slowest = matrix.slowest
        guard !slowest.isEmpty else { return nil }
        let rows = slowest.map { name, slow -> HTML in
            "<tr><th scope=\"row\">\(name)</th><td><code>\(slow.testcase)</code></td><td class=\"number\">\(slow.duration.duration.formatted)</td></tr>"
        }
        return """
            <section aria-labelledby="slow"><h2 id="slow">Slowest test cases</h2>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="slow"><table><thead><tr><th scope="col">Subject</th><th scope="col">Test case</th><th scope="col">Time</th></tr></thead>
            <tbody>
            \(rows)
            </tbody></table></div></section>
            """
    }

    private static func missing(_ matrix: Matrix) -> HTML? {
        guard !matrix.missing.isEmpty else { return nil }
        let items = matrix.missing.prefix(limit).map { name -> HTML in "<li>\(name)</li>" }
        return """
            <section aria-labelledby="missing"><h2 id="missing">Not tested in this run</h2>
            <ul>\(items)</ul>
            \(more(matrix.missing.count, "subject"))</section>
            """
    }

    private static func more(_ count: Int, _ noun: String) -> HTML? {
        guard count > limit else { return nil }
        return
            "<p class=\"faint\">And \((count - limit).counted("more \(noun)")); matrix.json has all of them.</p>"
    }
}
