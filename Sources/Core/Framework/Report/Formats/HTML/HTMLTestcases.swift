// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Each test case to unfold: what it shows, its steps on a time line, its evidence.
enum HTMLTestcases {
    static func render(_ report: Report) -> HTML {
        """
        <section aria-labelledby="testcases"><h2 id="testcases">Test cases</h2>
        \(report.byUrgency.map(testcase))
        </section>
        """
    }

    private static func testcase(_ testcase: Report.TestcaseReport) -> HTML {
        let verdict = testcase.verdict.rawValue
        let reason: HTML? = testcase.reason.map { " \($0.rawValue)" }
        let mark = testcase.mark.map { ", \($0)" } ?? ""
        let proof: HTML? =
            testcase.evidence.isEmpty ? nil : "<h3>Evidence</h3>\(evidence(testcase.evidence))"
        let time: HTML? = testcase.duration.map { " · \($0.duration.formatted)" }
        return """
            <details class="testcase" id="\(HTMLMatrix.anchor(testcase))" \(HTMLMatrix.data(testcase))>
            <summary><span class="verdict \(verdict)">\(verdict)\(reason)\(mark)</span> <code>\(testcase.id)</code> \(testcase.title)<span class="faint"> · \(testcase.target.rawValue)\(time)</span></summary>
            \(facts(testcase))
            \(timeline(testcase))
            \(proof)
            </details>
            """
    }

    private static func facts(_ testcase: Report.TestcaseReport) -> HTML {
        var lines: [HTML] = []
        if let waiver = testcase.waiver {
            lines.append("<p><strong>\(waiver.sentence)</strong></p>")
        }
        if let message = testcase.message { lines.append("<p>\(message)</p>") }
        if let advice = testcase.advice {
            lines.append("<p><strong>What to do:</strong> \(advice)</p>")
        }
        lines += testcase.notes.map { "<p>\($0)</p>" }
        if let attestation = testcase.attestation {
            lines.append(
                "<p>Attested by \(attestation.who) on \(attestation.when): \(HTML.link(attestation.evidence, "\(attestation.evidence)"))</p>"
            )
        }
        if let earlier = testcase.carriedOver {
            lines.append("<p>Carried over from \(earlier.at).</p>")
        }
        var small: [HTML] = []
        if let url = testcase.url { small.append(HTML.link(url, "the requirement")) }
        if let started = testcase.startedAt { small.append("started \(started)") }
        if let until = testcase.validUntil { small.append("valid until \(until)") }
        if !small.isEmpty {
            let parts = small.dropFirst().reduce(small[0]) { "\($0) · \($1)" as HTML }
            lines.append("<p class=\"faint\">\(parts)</p>")
        }
        return "\(lines)"
    }

    /// Steps follow each other, so each bar begins where the one before it ends.
    private static func timeline(_ testcase: Report.TestcaseReport) -> HTML? {
        guard !testcase.steps.isEmpty else { return nil }
        let durations = testcase.steps.map { $0.duration?.milliseconds ?? 0 }
        let total = max(1, durations.reduce(0, +))
        var start = 0
        let rows = zip(testcase.steps, durations).map { step, duration -> HTML in
            defer { start += duration }
            let x = start * 1000 / total
            // A bar that is drawn at all can be seen.
            let width = step.duration == nil ? 0 : max(4, duration * 1000 / total)
            return """
                <tr><td>\(step.title)</td><td>\(step.state.rawValue)</td><td class="number">\(step.duration?.duration.formatted ?? "")</td>
                <td class="bar"><svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="\(step.state.rawValue)" x="\(min(x, 996))" y="1" width="\(width)" height="8"/></svg></td></tr>
                """
        }
        return """
            <h3>Steps</h3>
            <div class="scroll" tabindex="0" role="region" aria-label="Steps of \(testcase.id)"><table><thead><tr><th scope="col">Step</th><th scope="col">State</th><th scope="col">Time</th><th scope="col"><span class="spoken">Bar</span></th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    /// A list of evidence; ids of requests are marked so that one click selects them.
    static func evidence(_ all: [Evidence]) -> HTML {
        let items = all.map { evidence -> HTML in
            if evidence.kind == .request, let space = evidence.text.lastIndex(of: " ") {
                let call = String(evidence.text[..<space])
                let id = String(evidence.text[evidence.text.index(after: space)...])
                return "<li>request \(call) <code class=\"copy\">\(id)</code></li>"
            }
            return "<li>\(evidence.kind.rawValue): \(evidence.text)</li>"
        }
        return "<ul>\(items)</ul>"
    }
}
