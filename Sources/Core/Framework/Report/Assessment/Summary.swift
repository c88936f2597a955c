// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension Report {
    /// The line at the top of the report and at the end of the terminal's output.
    ///
    /// The certificate's verdict if there is one, else the run's; then the reasons.
    package var summary: String {
        var parts = tallies
        parts.append(tally(count { $0.isCounted && $0.verdict == .pass }, "passed", !parts.isEmpty))
        parts.append(tally(count { !$0.isCounted }, "not counted", true))
        var sentence = parts.filter { !$0.isEmpty }.joined(separator: ", ")
        if sentence.isEmpty { sentence = "no test case was run" }
        if !leftovers.isEmpty {
            sentence +=
                "; \(leftovers.count.counted("resource")) "
                + "\(leftovers.count == 1 ? "was" : "were") left behind"
        }
        if run.interrupted { sentence += "; the run was interrupted" }
        guard let certificate, certificate.stands else {
            return "\(verdict.rawValue): \(sentence)"
        }
        return "Certificate \(certificate.verdict.rawValue); \(sentence)"
    }

    /// The meaning of the exit status, with the rule that it follows.
    package var exitStatusLine: String {
        let meaning =
            switch (exitStatus, exitStatusRule) {
            case (130, _): "the run was interrupted"
            case (3, _): "resources were left behind"
            case (_, .all):
                waived.isEmpty
                    ? "it covers everything that was run"
                    : "it covers everything that was run but \(waived.count) waived FAIL"
            case (_, .certificate):
                "it covers the target main alone, by \(InterfaceTerm.certificateStatus)"
                    + (waived.isEmpty ? "" : "; waivers do not change it")
            }
        return "exit status \(exitStatus) (\(meaning))"
    }

    /// Why there is no certificate; nil if there is one.
    var noCertificate: String? {
        guard certificate?.stands != true else { return nil }
        guard let assessment else {
            return "a certificate needs the whole scope: \(InterfaceTerm.runOfScope)"
        }
        if !assessment.hasMain { return "the scope has no target main" }
        if !run.selection.isEmpty || run.excluded != nil {
            return "only a part of the scope was selected"
        }
        let version = assessment.versions.first { $0.version == certificate?.version }
        if let version, !version.validity.certifies {
            return "version \(version.version) is \(version.validity.rawValue) on "
                + assessment.date
        }
        return "its results are no longer valid on \(assessment.date)"
    }

    /// What failed, could not be determined or is missing, by target.
    private var tallies: [String] {
        let words: [(Verdict, one: String, many: String)] = [
            (.fail, "failed", "failed"), (.missing, "is missing", "are missing"),
            (.abort, "aborted", "aborted"),
        ]
        var result: [String] = []
        for (verdict, one, many) in words {
            var groups: [(of: Group, count: Int, waived: Int)] = []
            for testcase in testcases where testcase.isCounted && testcase.verdict == verdict {
                let group = group(of: testcase)
                let waived = testcase.waiver == nil ? 0 : 1
                if let index = groups.firstIndex(where: { $0.of == group }) {
                    groups[index].count += 1
                    groups[index].waived += waived
                } else {
                    groups.append((group, 1, waived))
                }
            }
            result += groups.map { group, count, waived in
                count.counted("\(group.target.map { "\($0) " } ?? "")test case")
                    + (group.version.map { " of \($0)" } ?? "") + " \(count == 1 ? one : many)"
                    + (waived == 0 ? "" : waived == count ? " (waived)" : " (\(waived) waived)")
            }
        }
        return result
    }

    /// What test cases count towards: a target, or a version without the certificate.
    private struct Group: Equatable {
        var target: Target?
        var version: String?
    }

    private func group(of testcase: TestcaseReport) -> Group {
        guard let assessment else { return Group(target: testcase.target) }
        let own = assessment.versions.first { $0.version == certificate?.version }
        if let target = own?.target(of: testcase.id) { return Group(target: target) }
        let other = assessment.versions.first { $0.target(of: testcase.id) != nil }
        guard let other, certificate?.version != nil else { return Group(target: testcase.target) }
        return Group(version: "\(other.version) (\(other.validity.rawValue))")
    }

    private func count(where matches: (TestcaseReport) -> Bool) -> Int {
        testcases.count(where: matches)
    }

    private func tally(_ count: Int, _ word: String, _ isFollowing: Bool) -> String {
        if count == 0 { return "" }
        return isFollowing
            ? "\(count) \(word)" : "\(count.counted("test case")) \(word)"
    }
}

extension ScopeAssessment.Version {
    /// The target of the test case in this version; nil: none.
    fileprivate func target(of id: String) -> Target? {
        targets.filter { $0.lists(id) }.map(\.target).min()
    }
}

extension ScopeAssessment.TargetAssessment {
    fileprivate func lists(_ id: String) -> Bool {
        [passed, failed, aborted, missing].contains { $0.contains(id) }
    }
}
