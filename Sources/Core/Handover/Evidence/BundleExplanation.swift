// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport

/// What a verdict in a bundle rests on: requirement, steps, facts, calls.
package struct BundleExplanation {
    private let bundle: EvidenceBundle
    private let report: Report
    private let facts: RecordedFacts
    private let calls: [JSON]
    private let scope: Scope?

    /// Throws a sentence if a part of the bundle cannot be read.
    package init(_ bundle: EvidenceBundle) throws {
        self.bundle = bundle
        report = try bundle.readReport()
        facts = try bundle.readFacts()
        do {
            calls =
                try JSON.parse(bundle.content(EvidenceBundle.calls))["log"]?["entries"]?.array ?? []
        } catch {
            throw EvidenceError(
                "\(EvidenceBundle.calls) in \(bundle.file) cannot be read: \(error.formatted).")
        }
        let source = bundle.content(EvidenceBundle.scope)
        scope =
            source.isEmpty
            ? nil
            : try ScopeFile.read(source, file: EvidenceBundle.scope, strictness: .lenient).scope
    }

    /// The ids of the test cases in the report, with their verdicts.
    package var testcases: [(id: String, verdict: Verdict)] {
        report.byUrgency.map { ($0.id, $0.verdict) }
    }

    /// The lines about one test case; nil if the report has none of that id.
    package func lines(about id: String) -> [String]? {
        guard let testcase = report.testcases.first(where: { $0.id == id }) else { return nil }
        return heading(testcase) + finding(testcase) + steps(testcase) + evidence(testcase)
            + factLines(testcase) + callLines(testcase)
    }

    private func heading(_ testcase: Report.TestcaseReport) -> [String] {
        let standard = report.scope.first { $0.id == testcase.standard }
        let reason = testcase.reason.map { " \($0.rawValue)" } ?? ""
        var lines = [
            "\(testcase.id): \(testcase.verdict.rawValue)\(reason)",
            "  What it shows: \(testcase.title).",
        ]
        if let description = scope?.entries[testcase.id]?.description {
            lines.append("  Requirement: \(description.harmless(500))")
        }
        let name = standard.map { "\($0.name) (\($0.version))" } ?? testcase.standard
        lines.append(
            "  Standard: \(name), target \(testcase.target.rawValue)"
                + (testcase.url.map { ", \($0)" } ?? ""))
        if let at = testcase.startedAt {
            lines.append(
                "  Tested at \(at) in run \(testcase.carriedOver?.run ?? report.run.id) of cloud "
                    + "\(report.subject.cloud)"
                    + (testcase.validUntil.map { "; valid until \($0)" } ?? ""))
        }
        if let attestation = testcase.attestation {
            lines.append(
                "  Attested by \(attestation.who) on \(attestation.when): \(attestation.evidence)")
        }
        return lines
    }

    private func finding(_ testcase: Report.TestcaseReport) -> [String] {
        [
            testcase.message.map { "  Found: \($0)" },
            testcase.advice.map { "  What to do: \($0)" },
        ].compactMap(\.self)
    }

    private func steps(_ testcase: Report.TestcaseReport) -> [String] {
        guard !testcase.steps.isEmpty else { return [] }
        return ["  Steps:"]
            + testcase.steps.enumerated().map { number, step in
                let time = step.duration.map { ", \($0.duration.formatted)" } ?? ""
                return "    \(number + 1). \(step.title): \(step.state.rawValue)\(time)"
            }
    }

    private func evidence(_ testcase: Report.TestcaseReport) -> [String] {
        let pieces =
            testcase.evidence.map { "    \($0.kind.rawValue): \($0.text)" }
            + testcase.notes.map { "    note: \($0)" }
        return pieces.isEmpty ? [] : ["  Evidence:"] + pieces
    }

    private func factLines(_ testcase: Report.TestcaseReport) -> [String] {
        let names = facts.uses[testcase.id] ?? []
        guard !names.isEmpty else { return [] }
        let when = facts.recordedAt.map { ", recorded by \(Timestamp.format($0))" } ?? ""
        return ["  Facts in \(EvidenceBundle.facts)\(when):"]
            + names.map { name in "    \(name.harmless(60))\(size(of: name))" }
    }

    private func size(of fact: String) -> String {
        let document: JSON?
        do {
            document = try facts.document(of: fact)
        } catch {
            // The facts were read before, so that this is a list of another form.
            return ""
        }
        switch document {
        case .array(let items)?: return ": \(items.count.counted("item"))"
        case nil: return ": not recorded"
        default: return ""
        }
    }

    private func callLines(_ testcase: Report.TestcaseReport) -> [String] {
        let used = Set(facts.uses[testcase.id] ?? [])
        let text = testcase.evidence.map(\.text).joined(separator: " ")
        let mine = calls.filter { call in
            if let id = call["_testcase"]?.string { return id == testcase.id }
            if let fact = call["_fact"]?.string { return used.contains(fact) }
            return call["_requestId"]?.string.map { text.contains($0) } ?? false
        }
        guard !mine.isEmpty else { return [] }
        return ["  Calls in \(EvidenceBundle.calls) (\(mine.count) of \(calls.count)):"]
            + mine.map { "    \(line($0))" }
    }

    private func line(_ call: JSON) -> String {
        let request = call["request"]
        let status = call["response"]?["status"]?.integer ?? 0
        let answer =
            status == 0 ? call["response"]?["comment"]?.string ?? "no answer" : "\(status)"
        let parts = [
            call["startedDateTime"]?.string, request?["method"]?.string, request?["url"]?.string,
            answer, call["time"]?.integer.map { "\($0) ms" }, call["_tls"]?.string,
            call["_requestId"]?.string, call["_fact"]?.string.map { "for the fact \($0)" },
        ]
        return parts.compactMap { $0?.harmless(300) }.joined(separator: " ")
    }
}
