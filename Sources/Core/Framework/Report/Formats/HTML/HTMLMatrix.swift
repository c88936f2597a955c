// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Standards by test cases, each a letter that leads to its details, with filters for both.
enum HTMLMatrix {
    static func render(_ report: Report) -> HTML {
        var ids: [String] = []
        for id in report.byUrgency.map(\.standard) where !ids.contains(id) { ids.append(id) }
        let rows = ids.map { id -> HTML in
            let testcases = report.byUrgency.filter { $0.standard == id }
            let standard = report.scope.first { $0.id == id }
            let name: HTML =
                standard.map { "\($0.version)<br><span class=\"faint\">\($0.name)</span>" }
                ?? "\(id)"
            let passed = testcases.count { $0.verdict == .pass }
            return """
                <tr><th scope="row">\(HTML.link(standard?.url, name))</th>
                <td><ul class="cells">\(testcases.map(cell))</ul></td>
                <td class="time">\(passed) of \(testcases.count) passed</td></tr>
                """
        }
        return """
            <section aria-labelledby="matrix"><h2 id="matrix">Standards and test cases</h2>
            <p class="faint">P: passed; F: failed; A: it could not be determined; M: no valid result.</p>
            \(leftOut(report))
            \(filters(report, ids))
            <table class="matrix"><thead><tr><th scope="col">Standard</th><th scope="col">Test cases</th><th scope="col">Result</th></tr></thead>
            <tbody>
            \(rows)
            </tbody></table></section>
            """
    }

    /// What was not selected, in one line.
    private static func leftOut(_ report: Report) -> HTML? {
        let ids = report.byUrgency.filter(\.isLeftOut).map(\.id)
        guard !ids.isEmpty else { return nil }
        return
            "<p class=\"faint\">\(ids.count.counted("test case")) \(ids.count == 1 ? "was" : "were") not selected: \(ids.joined(separator: ", ")).</p>"
    }

    /// What the filters of the page go by.
    static func data(_ testcase: Report.TestcaseReport) -> HTML {
        "data-verdict=\"\(testcase.verdict.rawValue)\" data-target=\"\(testcase.target.rawValue)\" data-standard=\"\(testcase.standard)\" data-text=\"\(testcase.id) \(testcase.title) \(testcase.reason?.rawValue ?? "") \(testcase.message ?? "")\""
    }

    /// A link to the test case's details.
    static func link(_ testcase: Report.TestcaseReport, _ text: HTML) -> HTML {
        "<a href=\"#\(anchor(testcase))\">\(text)</a>"
    }

    /// Of letters that need no escapes in an address, whatever the id is made of.
    static func anchor(_ testcase: Report.TestcaseReport) -> String {
        "t-" + testcase.id.percentEncoded.split(separator: "%").joined(separator: "~")
    }

    private static func cell(_ testcase: Report.TestcaseReport) -> HTML {
        let verdict = testcase.verdict.rawValue
        return
            "<li \(data(testcase))><a class=\"\(verdict)\" href=\"#\(anchor(testcase))\" title=\"\(testcase.id): \(verdict)\"><span aria-hidden=\"true\">\(String(verdict.prefix(1)))</span><span class=\"spoken\">\(testcase.id): \(verdict)</span></a></li>"
    }

    private static func filters(_ report: Report, _ standards: [String]) -> HTML {
        let targets = Set(report.testcases.map(\.target)).sorted().map(\.rawValue)
        let verdicts = Verdict.allCases.filter { verdict in
            report.testcases.contains { $0.verdict == verdict }
        }.map(\.rawValue)
        return """
            <form id="filters" hidden data-all="\(report.testcases.count)" aria-label="Filter test cases">
            \(choice("Verdict", "verdict", verdicts))
            \(choice("Target", "target", targets))
            \(choice("Standard", "standard", standards))
            <label>Text<input type="search" name="text" autocomplete="off"></label>
            <input type="reset" value="Show all">
            <output id="shown" role="status" class="faint"></output>
            </form>
            """
    }

    private static func choice(_ label: HTML, _ name: HTML, _ values: [String]) -> HTML {
        let options = values.map { value -> HTML in "<option>\(value)</option>" }
        return
            "<label>\(label)<select name=\"\(name)\"><option value=\"\">all</option>\(options)</select></label>"
    }
}
