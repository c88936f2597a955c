// SPDX-License-Identifier: Apache-2.0

/// The versions of the scope, target by target.
enum HTMLScope {
    static func render(_ report: Report) -> HTML? {
        guard let assessment = report.assessment, !assessment.versions.isEmpty else { return nil }
        let rows = assessment.versions.flatMap { version in
            version.targets.map { target -> HTML in
                """
                <tr><td>\(version.version)</td><td>\(version.validity.rawValue)</td><td>\(target.target.rawValue)</td>
                <td class="verdict \(target.verdict.rawValue)">\(target.verdict.rawValue)</td><td class="number">\(target.passed.count)</td>
                <td>\(target.shortfall)</td><td class="time">\(target.validUntil ?? "")</td></tr>
                """
            }
        }
        return """
            <section aria-labelledby="versions"><h2 id="versions">Versions of the scope on \(assessment.date)</h2>
            <p>\(Verdict.rule)</p>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="versions"><table><thead><tr><th scope="col">Version</th><th scope="col">Validity</th><th scope="col">Target</th><th scope="col">Verdict</th><th scope="col">Passed</th><th scope="col">Not passed</th><th scope="col">Valid until</th></tr></thead>
            <tbody>
            \(rows)
            </tbody></table></div></section>
            """
    }
}
