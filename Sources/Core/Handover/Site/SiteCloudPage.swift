// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSupport

/// The page of one cloud: how its test cases fared, and its runs.
enum SiteCloudPage {
    static func render(_ cloud: Site.Cloud, _ tool: Report.Tool) -> String {
        let last = cloud.last
        let verdict = last.verdict.rawValue
        let certificate =
            last.certificate.map { "Certificate: \($0.rawValue) \(last.certificateVersion ?? "")." }
            ?? "No certificate."
        return HTMLReport.page(
            title: "\(cloud.name): \(verdict)", tool,
            """
            <body>
            <a class="skip" href="#main">Skip to the test cases</a>
            <header>
            <p><a href="../index.html">All clouds</a></p>
            <h1>\(cloud.name.harmless(100)): <span class="\(verdict)">\(verdict)</span></h1>
            <p>\(certificate) Last run: \(last.startedAt), \(last.passed) passed, \(last.failed) failed. <a href="../reports/\(cloud.file).html">Its whole report</a></p>
            \(Sparkline.runs(cloud.runs))
            </header>
            <main id="main">
            \(testcases(cloud))
            \(runs(cloud))
            </main>
            <footer><p class="faint">\(tool.title)</p></footer>
            """, script: HTMLTable.script)
    }

    private static func testcases(_ cloud: Site.Cloud) -> HTML {
        let results = Dictionary(grouping: cloud.results, by: \.testcase)
        let order: [Verdict] = [.fail, .missing, .abort, .pass]
        func place(_ trend: Trend) -> Int { order.firstIndex(of: trend.verdict) ?? 0 }
        let trends = cloud.trends.sorted { (place($0), $0.testcase) < (place($1), $1.testcase) }
        let heads = [
            "Test case", "Verdict", "Since", "Passed", "Changes", "Verdicts", "Median", "Last",
            "Durations",
        ].map { HTMLTable.Head("\($0 as String)") }
        let rows = trends.map { trend -> HTMLTable.Row in
            let own = results[trend.testcase] ?? []
            let passes = own.filter { $0.verdict == .pass }.compactMap(\.duration)
            let unusual: HTML? = trend.unusual ? " (unusual)" : nil
            return HTMLTable.Row(
                verdict: trend.verdict, groups: own.last.map { [$0.standard] } ?? [],
                text: trend.testcase,
                cells: """
                    <th scope="row"><code>\(trend.testcase)</code></th>
                    <td class="verdict \(trend.verdict.rawValue)">\(trend.verdict.rawValue)</td><td class="time">\(trend.since)</td>
                    <td class="number">\(trend.passed) of \(trend.runs)</td><td class="number">\(trend.changes)</td>
                    <td>\(Sparkline.verdicts(own.map(\.verdict)))</td>
                    <td class="number">\(trend.median?.duration.formatted ?? "")</td><td class="number">\(trend.last?.duration.formatted ?? "")\(unusual)</td>
                    <td>\(Sparkline.durations(passes))</td>
                    """)
        }
        let table = HTMLTable("testcases", of: "test case", heads, rows, groupedBy: "Standard")
        return """
            <section aria-labelledby="testcases"><h2 id="testcases">Test cases</h2>
            \(table.html)
            </section>
            """
    }

    private static func runs(_ cloud: Site.Cloud) -> HTML {
        let rows = cloud.runs.reversed().map { run -> HTML in
            let time = run.judged ? "judged" : run.duration.duration.formatted
            return """
                <tr><td class="time">\(run.startedAt)</td><td class="verdict \(run.verdict.rawValue)">\(run.verdict.rawValue)</td>
                <td class="number">\(run.passed)</td><td class="number">\(run.failed)</td><td class="number">\(run.aborted)</td><td class="number">\(run.missing)</td>
                <td class="number">\(time)</td><td class="number">\(run.calls)</td><td><code>\(run.id)</code></td></tr>
                """
        }
        return """
            <section aria-labelledby="runs"><h2 id="runs">Runs</h2>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="runs"><table><thead><tr><th scope="col">Started</th><th scope="col">Verdict</th><th scope="col">Passed</th><th scope="col">Failed</th><th scope="col">Aborted</th><th scope="col">Missing</th><th scope="col">Time</th><th scope="col">Calls</th><th scope="col">Run</th></tr></thead>
            <tbody>
            \(rows)
            </tbody></table></div></section>
            """
    }
}
