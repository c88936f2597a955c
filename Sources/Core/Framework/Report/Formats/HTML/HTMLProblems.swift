// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// What did not pass, by cause: what it is, what to do, where to look; then what was left behind.
enum HTMLProblems {
    static func render(_ report: Report) -> HTML {
        let causes = report.causes
        let sections = causes.map(section)
        let heading: HTML =
            causes.isEmpty
            ? "<p>Nothing: each test case that counts passed.</p>" : "\(sections)"
        return """
            <section aria-labelledby="problems"><h2 id="problems">What failed</h2>
            \(heading)
            </section>
            \(leftovers(report))
            \(waivers(report))
            """
    }

    private static func section(_ cause: Cause) -> HTML {
        let verdict = cause.verdict.rawValue
        let reason: HTML? = cause.reason.map { " \($0.rawValue)" }
        let title: HTML =
            cause.testcases.count == 1
            ? "\(cause.testcases[0].id)" : "\(cause.testcases.count.counted("test case"))"
        let mark = cause.mark.map { ", \($0)" } ?? ""
        let step: HTML? =
            cause.testcases.count == 1
            ? cause.testcases[0].endedAt.map { "<p>At the step <em>\($0.title)</em>:</p>" } : nil
        let waiver: HTML? = cause.waiver.map { "<p><strong>\($0.sentence)</strong></p>" }
        let message: HTML? = cause.message.map { "<p>\($0)</p>" }
        let advice: HTML? = cause.advice.map { "<p><strong>What to do:</strong> \($0)</p>" }
        return """
            <section class="problem \(verdict)">
            <h3><span class="verdict">\(verdict)\(reason)\(mark)</span> \(title)</h3>
            \(waiver)\(step)\(message)\(advice)
            \(testcases(cause))\(evidence(cause))
            </section>
            """
    }

    private static func testcases(_ cause: Cause) -> HTML? {
        guard cause.testcases.count > 1 else { return nil }
        let items = cause.testcases.map { testcase -> HTML in
            "<li>\(HTMLMatrix.link(testcase, "\(testcase.id)"))</li>"
        }
        return "<details><summary>Which test cases</summary><ul>\(items)</ul></details>"
    }

    private static func evidence(_ cause: Cause) -> HTML? {
        guard !cause.evidence.isEmpty else { return nil }
        let state: HTML = cause.testcases.count == 1 ? " open" : ""
        return
            "<details\(state)><summary>Where to look</summary>\(HTMLTestcases.evidence(cause.evidence))</details>"
    }

    private static func waivers(_ report: Report) -> HTML? {
        guard let waivers = report.waivers, !waivers.notices.isEmpty else { return nil }
        let items = waivers.notices.map { notice -> HTML in "<li>\(notice)</li>" }
        return """
            <section aria-labelledby="waivers"><h2 id="waivers">Notices about waivers</h2>
            <ul>\(items)</ul></section>
            """
    }

    private static func leftovers(_ report: Report) -> HTML? {
        guard !report.leftovers.isEmpty else { return nil }
        let items = report.leftovers.map { leftover -> HTML in
            let id: HTML? = leftover.id.map { " (<code class=\"copy\">\($0)</code>)" }
            return
                "<li>\(leftover.kind) <code class=\"copy\">\(leftover.name)</code>\(id): \(leftover.reason)</li>"
        }
        return """
            <section aria-labelledby="leftovers"><h2 id="leftovers">Left behind</h2>
            <p>These resources of the run could not be removed; \(InterfaceTerm.cleanup.description) tries again.</p>
            <ul>\(items)</ul></section>
            """
    }
}
