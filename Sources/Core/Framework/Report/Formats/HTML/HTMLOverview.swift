// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Several reports on one page: verdicts first, then what failed by cloud, then test cases by cloud.
enum HTMLOverview {
    /// Up to so many clouds are columns; a page that is wider cannot be read.
    private static let columnLimit = 20

    static func render(_ reports: [Report]) -> String {
        let reports = reports.worstFirst
        let title = reports.headline
        let body: HTML = """
            <body>
            <a class="skip" href="#main">Skip to the reports</a>
            <header><h1>\(title)</h1></header>
            <main id="main">
            \(clouds(reports))
            \(reports.enumerated().map { problems($1, $0) })
            \(matrix(reports))
            </main>
            """
        return HTMLReport.page(
            title: title, reports.first?.tool ?? Report.Tool(version: ""), body, script: nil)
    }

    private static func clouds(_ reports: [Report]) -> HTML {
        let rows = reports.enumerated().map { index, report -> HTML in
            let certificate = report.certificate.flatMap { $0.stands ? $0 : nil }
            return """
                <tr><th scope="row"><a href="#c-\(index)">\(report.subject.cloud)</a></th>
                <td class="verdict \(report.verdict.rawValue)">\(report.verdict.rawValue)</td>
                <td>\(certificate.map { "\($0.verdict.rawValue) \($0.version ?? "")" } ?? "none")</td>
                <td class="time">\(certificate?.validUntil ?? "")</td><td>\(report.summary)</td><td class="time">\(report.run.startedAt)</td></tr>
                """
        }
        return """
            <section aria-labelledby="clouds"><h2 id="clouds">Clouds</h2>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="clouds"><table><thead><tr><th scope="col">Cloud</th><th scope="col">Verdict</th><th scope="col">Certificate</th><th scope="col">Valid until</th><th scope="col">Summary</th><th scope="col">Run</th></tr></thead>
            <tbody>
            \(rows)
            </tbody></table></div></section>
            """
    }

    private static func problems(_ report: Report, _ index: Int) -> HTML {
        let causes = report.causes.map { cause -> HTML in
            let verdict = cause.verdict.rawValue
            let reason = cause.reason.map { " \($0.rawValue)" } ?? ""
            let mark = cause.mark.map { ", \($0)" } ?? ""
            let message: HTML? = cause.message.map { "<p>\($0)</p>" }
            let advice: HTML? = cause.advice.map { "<p><strong>What to do:</strong> \($0)</p>" }
            return """
                <section class="problem \(verdict)">
                <h3><span class="verdict">\(verdict)\(reason)\(mark)</span> \(cause.testcases.map(\.id).joined(separator: ", "))</h3>
                \(message)\(advice)
                </section>
                """
        }
        let nothing: HTML? =
            causes.isEmpty ? "<p>Nothing failed: each test case that counts passed.</p>" : nil
        return """
            <section class="lazy" aria-labelledby="c-\(index)"><h2 id="c-\(index)">\(report.subject.cloud)</h2>
            <p>\(report.summary)</p>
            \(nothing)\(causes)
            </section>
            """
    }

    private static func matrix(_ reports: [Report]) -> HTML {
        var ids: [String] = []
        var seen: Set<String> = []
        for testcase in reports.flatMap(\.byUrgency) where seen.insert(testcase.id).inserted {
            ids.append(testcase.id)
        }
        let results = reports.map { report in
            Dictionary(report.testcases.map { ($0.id, $0) }) { first, _ in first }
        }
        let clouds = reports.map(\.subject.cloud)
        let table: HTML
        if reports.count <= columnLimit {
            let heads = clouds.map { cloud -> HTML in "<th scope=\"col\">\(cloud)</th>" }
            let rows = ids.map { id -> HTML in
                "<tr><th scope=\"row\">\(id)</th>\(results.map { cell($0[id]) })</tr>"
            }
            table = """
                <div class="scroll" tabindex="0" role="region" aria-labelledby="all"><table><thead><tr><th scope="col">Test case</th>\(heads)</tr></thead>
                <tbody>
                \(rows)
                </tbody></table></div>
                """
        } else {
            let heads = ids.map { id -> HTML in
                "<th scope=\"col\"><span class=\"turned\">\(id)</span></th>"
            }
            let rows = zip(clouds, results).map { cloud, results -> HTML in
                "<tr><th scope=\"row\">\(cloud)</th>\(ids.map { cell(results[$0]) })</tr>"
            }
            table = """
                <div class="scroll grid sheet" tabindex="0" role="region" aria-labelledby="all"><table><thead><tr><th scope="col">Cloud</th>\(heads)</tr></thead>
                <tbody>
                \(rows)
                </tbody></table></div>
                """
        }
        return """
            <section aria-labelledby="all"><h2 id="all">Test cases</h2>
            \(table)</section>
            """
    }

    private static func cell(_ testcase: Report.TestcaseReport?) -> HTML {
        guard let testcase else { return "<td></td>" }
        let verdict = testcase.verdict.rawValue
        let mark = testcase.mark.map { ", \($0)" } ?? ""
        return "<td class=\"verdict \(verdict)\">\(verdict)\(mark)</td>"
    }
}
