// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport
import SCSYAML

extension WaiverFile {
    /// The report with the waivers that are about its cloud and valid on the day that it ended.
    ///
    /// `known` are the ids of all test cases that there are, so that a mistyped one is noticed. Nothing here is an
    /// error: what fits nothing becomes a notice of the report.
    package func applied(to report: Report, known: Set<String>) -> Report {
        var waivers: [String: Waiver] = [:]
        var notices: [String] = []
        let own = entries.filter { $0.waiver.subject == report.subject.cloud }
        if own.isEmpty, !entries.isEmpty {
            notices.append(
                "\(file): No waiver is about \(report.subject.cloud.quotedForMessage), only about "
                    + "\(subjects.map(\.quotedForMessage).joined(separator: ", ")).")
        }
        let ids = known.union(report.testcases.map(\.id))
        // Both are RFC 3339, so the day comes first.
        let day = String(report.run.endedAt.prefix(10))
        for entry in own {
            let fitting = report.testcases.filter { entry.glob.matches($0.id) }
            let failed = fitting.filter { $0.verdict == .fail }
            if entry.waiver.expires < day {
                notices.append(
                    entry.notice("expired on \(entry.expires); renew it, or remove it"))
            } else if !failed.isEmpty {
                for testcase in failed where waivers[testcase.id] == nil {
                    waivers[testcase.id] = entry.waiver
                }
            } else if !ids.contains(where: entry.glob.matches) {
                notices.append(entry.mistyped(among: ids))
            } else if let testcase = fitting.first(where: { $0.verdict != .missing }) {
                notices.append(
                    entry.notice(
                        "was not needed: \(testcase.id.harmless(100)) is "
                            + "\(testcase.verdict.rawValue), and only a FAIL is waived; remove it when "
                            + "that is to stay so"))
            }
        }
        return report.waiving(
            waivers, Report.WaiverFileNote(file: file, sha256: sha256, notices: notices))
    }

    /// Each once, in the file's order.
    private var subjects: [String] {
        var result: [String] = []
        for subject in entries.map(\.waiver.subject) where !result.contains(subject) {
            result.append(subject)
        }
        return result
    }
}

extension WaiverFile.Entry {
    fileprivate func notice(_ what: String) -> String {
        "\(position): The waiver for \(waiver.testcase) \(what)."
    }

    fileprivate func mistyped(among ids: Set<String>) -> String {
        // In one order, so that a tie is always broken alike.
        let hint = Suggestion.question(about: waiver.testcase, among: ids.sorted())
        return "\(position): The waiver for \(waiver.testcase.quotedForMessage) fits no test case"
            + (hint.isEmpty ? "; correct its name." : hint)
    }
}
