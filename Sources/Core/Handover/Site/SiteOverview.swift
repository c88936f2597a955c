// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSupport

/// The first page of a site: every cloud's last run and what it was like before.
enum SiteOverview {
    static func render(_ site: Site) -> String {
        let heads = [
            "Cloud", "Verdict", "Certificate", "Last run", "Passed", "Not passed", "Runs",
        ].map { HTMLTable.Head("\($0 as String)") }
        let table = HTMLTable("clouds", of: "cloud", heads, site.clouds.map(row))
        let verdict = site.clouds.first?.last.verdict.rawValue ?? ""
        return HTMLReport.page(
            title: site.headline, site.tool,
            """
            <body>
            <a class="skip" href="#main">Skip to the clouds</a>
            <header>
            <h1><span class="\(verdict)">\(site.headline)</span></h1>
            <p>By the last run of each.</p>
            </header>
            <main id="main">
            <section aria-labelledby="clouds"><h2 id="clouds">Clouds</h2>
            \(table.html)
            <p class="faint">Each bar is a run, the newest at the right, as high as the share of test cases that passed.</p>
            </section>
            \(news(site))
            </main>
            <footer><p class="faint">\(site.tool.title)</p></footer>
            """, script: HTMLTable.script)
    }

    private static func row(_ cloud: Site.Cloud) -> HTMLTable.Row {
        let last = cloud.last
        let others = [
            (last.failed, "failed"), (last.missing, "missing"), (last.aborted, "aborted"),
            (last.waived, "waived"), (last.leftovers, "left behind"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        let certificate =
            last.certificate.map { "\($0.rawValue) \(last.certificateVersion ?? "")" } ?? "none"
        return HTMLTable.Row(
            verdict: last.verdict, text: "\(cloud.name) \(others)",
            cells: """
                <th scope="row"><a href="clouds/\(cloud.file).html">\(cloud.name.harmless(100))</a></th>
                <td class="verdict \(last.verdict.rawValue)">\(last.verdict.rawValue)</td><td>\(certificate)</td>
                <td class="time">\(last.startedAt)</td><td class="number">\(last.passed)</td><td>\(others)</td><td>\(Sparkline.runs(cloud.runs))</td>
                """)
    }

    /// What changed in the last run of a cloud.
    private static func news(_ site: Site) -> HTML? {
        let items = site.clouds.flatMap { cloud in
            cloud.trends.filter { $0.changes > 0 && $0.since == cloud.last.startedAt }.map {
                trend -> HTML in
                "<li><a href=\"clouds/\(cloud.file).html\">\(cloud.name.harmless(100))</a>: <code>\(trend.testcase)</code> is <strong class=\"\(trend.verdict.rawValue)\">\(trend.verdict.rawValue)</strong> since \(trend.since)</li>"
            }
        }
        guard !items.isEmpty else { return nil }
        let more: HTML? =
            items.count > 200
            ? "<p class=\"faint\">And \((items.count - 200).counted("more change")).</p>" : nil
        return """
            <section aria-labelledby="news"><h2 id="news">Changed in the last run</h2>
            <ul>\(Array(items.prefix(200)))</ul>
            \(more)</section>
            """
    }
}
