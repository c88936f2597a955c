// SPDX-License-Identifier: Apache-2.0

/// The part of the Markdown report about a scope's versions.
enum ScopeSection {
    static func render(_ report: Report) -> [String] {
        guard let assessment = report.assessment else { return [] }
        var rows = [["Version", "Validity", "Target", "Verdict", "Passed", "Not passed", "Until"]]
        for version in assessment.versions {
            for target in version.targets {
                rows.append([
                    "`\(Markdown.code(version.version))`", version.validity.rawValue,
                    target.target.rawValue, "**\(target.verdict.rawValue)**",
                    String(target.passed.count),
                    target.shortfall, target.validUntil ?? "",
                ])
            }
        }
        return [
            "Versions of the scope on \(assessment.date). \(Verdict.rule)",
            "",
        ] + Markdown.table(rows) + [""]
    }
}
