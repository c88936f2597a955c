// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The report for SCS's compliance monitor: one YAML document of results of a whole scope.
///
/// Only what this run tested has a result; what an earlier run or a person found keeps its own date.
package enum MonitorReport {
    /// The monitor keeps results by scope.
    package struct NoScope: Error, CustomStringConvertible {
        package var description: String {
            "The compliance monitor takes results of a scope, and none was assessed; report "
                + "\(InterfaceTerm.runOfScope) instead."
        }
    }

    package static func render(_ report: Report) throws -> String { try render([report]) }

    /// A document for each report.
    package static func render(_ reports: [Report]) throws -> String {
        try reports.map(document).joined()
    }

    private static func document(_ report: Report) throws -> String {
        guard let scope = report.assessment else { throw NoScope() }
        let tested = report.byUrgency.filter(\.isTestedNow)
        let messages = tested.compactMap { testcase -> String? in
            switch testcase.verdict {
            case .fail: "ERROR: \(testcase.id): \(testcase.headline)"
            case .abort: "WARNING: \(testcase.id): \(testcase.headline)"
            case .pass, .missing: nil
            }
        }
        func count(_ verdict: Verdict) -> Int { tested.count { $0.verdict == verdict } }
        let invocation = uuid("\(report.run.id) \(report.run.startedAt) invocation")
        let tool = report.tool.title
        var lines = [
            "---", "spec:", "  uuid: \(quoted(scope.uuid))", "  name: \(quoted(scope.name))",
            "  url: \(quoted(scope.url))",
            // A time without zone, which the monitor takes for its own: UTC.
            "checked_at: \(time(report.run.endedAt))", "reference_date: \(scope.date)",
            "subject: \(quoted(report.subject.cloud))", "creator: \(quoted(tool))", "run:",
            "  uuid: \(uuid("\(report.run.id) \(report.run.startedAt)"))", "  argv: []",
            "  assignment:", "    os_cloud: \(quoted(report.subject.cloud))", "  sections: null",
            "  forced_version: null",
        ]
        lines += list("forced_tests", report.run.selection, "  ", ifEmpty: "null")
        lines += ["  invocations:", "    \(invocation):", "      id: \(invocation)"]
        lines.append("      cmd: \(quoted(tool))")
        lines.append(tested.isEmpty ? "      results: {}" : "      results:")
        lines += tested.map { "        \(quoted($0.id)): \($0.number)" }
        lines.append("      rc: 0")
        lines += list("stdout", tested.map { "\($0.id): \($0.verdict.rawValue)" }, "      ")
        lines += list("stderr", messages, "      ")
        lines += [
            "      info: 0", "      warning: \(count(.abort))", "      error: \(count(.fail))",
            "      critical: 0",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func list(
        _ key: String, _ items: [String], _ indent: String, ifEmpty empty: String = "[]"
    ) -> [String] {
        items.isEmpty
            ? ["\(indent)\(key): \(empty)"]
            : ["\(indent)\(key):"] + items.map { "\(indent)- \(quoted($0))" }
    }

    /// A double-quoted scalar, which YAML takes for nothing but text.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.harmless(4000).unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }

    /// `2026-11-22T18:40:00Z` as `2026-11-22 18:40:00.000000`.
    private static func time(_ time: String) -> String {
        guard time.hasSuffix("Z"), Timestamp.parse(time) != nil else { return quoted(time) }
        return time.dropLast().split(separator: "T").joined(separator: " ") + ".000000"
    }

    /// A UUID of its own making (version 8), so that a report that is sent again is known to be the same.
    private static func uuid(_ text: String) -> String {
        var digits = Array(Array(text.utf8).sha256.prefix(32))
        digits[12] = "8"
        digits[16] = "8"
        for place in [20, 16, 12, 8] { digits.insert("-", at: place) }
        return String(digits)
    }
}

extension Report.TestcaseReport {
    /// Whether this run itself has a result, not an earlier one or a person.
    var isTestedNow: Bool { verdict != .missing && attestation == nil && carriedOver == nil }

    /// The monitor's number of the verdict.
    fileprivate var number: Int {
        switch verdict {
        case .pass: 1
        case .fail: -1
        case .abort, .missing: 0
        }
    }
}
