// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// One report as a result of OSCAL.
struct OSCALResult {
    let report: Report

    var json: JSON {
        let testcases = report.byUrgency
        let observations = testcases.flatMap(observations)
        let risks = testcases.compactMap(risk)
        var fields: [String: JSON] = [
            "uuid": .string(uuid("result")), "title": OSCALReport.text(report.summary),
            "description": OSCALReport.text(
                "\(report.subject.cloud), depth \(report.run.depth.rawValue): "
                    + report.exitStatusLine),
            "start": .string(report.run.startedAt), "end": .string(report.run.endedAt),
            "props": .array(properties),
            "local-definitions": ["components": [tool, cloud]],
            "reviewed-controls": ["control-selections": [controls]],
            "findings": .array(testcases.map(finding)),
        ]
        // OSCAL has no empty lists.
        if !observations.isEmpty { fields["observations"] = .array(observations) }
        if !risks.isEmpty { fields["risks"] = .array(risks) }
        if testcases.isEmpty { fields["findings"] = nil }
        return .object(fields)
    }

    private func uuid(_ name: String) -> String {
        NameUUID.of("\(report.run.id) \(report.run.startedAt)\n\(name)")
    }

    private var properties: [JSON] {
        let certificate = report.certificate.flatMap { $0.stands ? $0 : nil }
        return [
            ("verdict", report.verdict.rawValue),
            ("certificate-verdict", certificate?.verdict.rawValue),
            ("certificate-version", certificate?.version),
            ("certificate-valid-until", certificate?.validUntil),
            ("scope", report.assessment?.name), ("scope-sha256", report.assessment?.sha256),
            ("run", report.run.id), ("region", report.subject.region),
        ].compactMap { OSCALReport.property($0.0, $0.1) }
    }

    private var tool: JSON {
        [
            "uuid": .string(uuid("tool")), "type": "software",
            "title": OSCALReport.text(report.tool.title),
            "description": "The program that tested the cloud through its public APIs.",
            "status": ["state": "operational"],
        ]
    }

    private var cloud: JSON {
        [
            "uuid": .string(uuid("cloud")), "type": "service",
            "title": OSCALReport.text(report.subject.cloud),
            "description": OSCALReport.text(
                "The cloud under test" + (report.subject.authURL.map { " at \($0)" } ?? "")),
            "status": ["state": "operational"],
        ]
    }

    private var controls: JSON {
        var ids: [String] = []
        for id in report.byUrgency.map(\.standard) where !ids.contains(id) { ids.append(id) }
        guard !ids.isEmpty else { return ["include-all": [:]] }
        return ["include-controls": .array(ids.map { ["control-id": OSCALReport.token($0)] })]
    }

    private func finding(_ testcase: Report.TestcaseReport) -> JSON {
        let state: JSON = testcase.verdict == .pass ? "satisfied" : "not-satisfied"
        let reason: JSON =
            switch testcase.verdict {
            case .pass: "pass"
            case .fail: "fail"
            case .abort, .missing: "other"
            }
        var target: [String: JSON] = [
            "type": "objective-id", "target-id": OSCALReport.token(testcase.id),
            "status": ["state": state, "reason": reason],
        ]
        target["title"] = OSCALReport.text(testcase.title)
        var fields: [String: JSON] = [
            "uuid": .string(uuid("finding \(testcase.id)")),
            "title": OSCALReport.text("\(testcase.id): \(testcase.verdict.rawValue)"),
            "description": OSCALReport.text(testcase.headline), "target": .object(target),
            "props": .array(properties(testcase)),
        ]
        let related = names(testcase).map { name -> JSON in
            ["observation-uuid": .string(uuid(name))]
        }
        if !related.isEmpty { fields["related-observations"] = .array(related) }
        if testcase.waiver != nil {
            fields["related-risks"] = [["risk-uuid": .string(uuid("risk \(testcase.id)"))]]
        }
        if let advice = testcase.advice { fields["remarks"] = OSCALReport.text(advice) }
        return .object(fields)
    }

    private func properties(_ testcase: Report.TestcaseReport) -> [JSON] {
        let requests = testcase.evidence.filter { $0.kind == .request }.prefix(50).map {
            ("request", String?($0.text))
        }
        let facts: [(String, String?)] = [
            ("standard", testcase.standard), ("target", testcase.target.rawValue),
            ("verdict", testcase.verdict.rawValue), ("reason", testcase.reason?.rawValue),
            ("counted", String(testcase.isCounted)), ("valid-until", testcase.validUntil),
            ("waived-until", testcase.waiver?.expires),
        ]
        return (facts + requests).compactMap { OSCALReport.property($0.0, $0.1) }
    }

    /// The names of its observations: of each step that was reached, or of the test case as a whole.
    private func names(_ testcase: Report.TestcaseReport) -> [String] {
        guard testcase.verdict != .missing else { return [] }
        let reached = testcase.steps.indices.filter { testcase.steps[$0].state != .notReached }
        return reached.isEmpty
            ? ["observation \(testcase.id)"]
            : reached.map { "observation \(testcase.id) \($0)" }
    }

    private func observations(_ testcase: Report.TestcaseReport) -> [JSON] {
        let reached = testcase.steps.filter { $0.state != .notReached }
        let names = names(testcase)
        return names.enumerated().map { index, name in
            let step = index < reached.count ? reached[index] : nil
            let time = step?.duration.map { ", \($0.duration.formatted)" } ?? ""
            var fields: [String: JSON] = [
                "uuid": .string(uuid(name)),
                "description": OSCALReport.text(
                    step.map { "\($0.title): \($0.state.rawValue)\(time)" } ?? testcase.headline),
                // A person attested what nobody tested.
                "methods": testcase.attestation == nil ? ["TEST"] : ["EXAMINE"],
                "subjects": [["subject-uuid": .string(uuid("cloud")), "type": "component"]],
                "collected": .string(
                    testcase.startedAt ?? testcase.carriedOver?.at ?? report.run.endedAt),
            ]
            if testcase.attestation == nil {
                fields["origins"] = [
                    ["actors": [["type": "tool", "actor-uuid": .string(uuid("tool"))]]]
                ]
            }
            if let until = testcase.validUntil { fields["expires"] = .string(until) }
            // What the verdict rests on belongs to where the test case ended.
            if index == names.count - 1, !testcase.evidence.isEmpty {
                fields["relevant-evidence"] = .array(
                    testcase.evidence.map {
                        ["description": OSCALReport.text("\($0.kind.rawValue): \($0.text)")]
                    })
            }
            return .object(fields)
        }
    }

    /// A waived failure: a risk whose deviation somebody approved.
    private func risk(_ testcase: Report.TestcaseReport) -> JSON? {
        testcase.waiver.map { waiver in
            [
                "uuid": .string(uuid("risk \(testcase.id)")),
                "title": OSCALReport.text("\(testcase.id) fails and is waived"),
                "description": OSCALReport.text(waiver.sentence),
                "statement": OSCALReport.text(testcase.headline), "status": "deviation-approved",
                "deadline": .string("\(waiver.expires)T23:59:59Z"),
            ]
        }
    }
}
