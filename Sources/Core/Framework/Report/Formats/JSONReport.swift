// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The report as JSON, for programs and for rendering it again.
package enum JSONReport {
    /// UTF-8 with sorted keys, so that reports can be compared line by line.
    ///
    /// Failures come first, as in every format.
    package static func render(_ report: Report) throws -> [UInt8] {
        var report = report
        report.testcases = report.byUrgency
        return try text(report)
    }

    /// Any value in the same layout.
    package static func text(_ value: some Encodable) throws -> [UInt8] {
        try JSONWriter.text(value) + [0x0A]
    }

    /// Why a file is no report that this program reads.
    package struct Unreadable: Error, CustomStringConvertible {
        package var description: String
    }

    /// Throws `Unreadable` if `bytes` are not a report of a supported version.
    package static func read(_ bytes: [UInt8], file: String) throws -> Report {
        let json: JSON
        do {
            json = try JSON.parse(bytes)
        } catch {
            throw Unreadable(
                description: "\(file) is not JSON; expected a report.json of scs-check.")
        }
        guard let version = json["schema_version"]?.integer else {
            throw Unreadable(
                description: "\(file) has no schema_version; expected a report.json of scs-check.")
        }
        guard (1...Int64(Report.schemaVersion)).contains(Int64(version)) else {
            throw Unreadable(
                description: "\(file) has schema version \(version); this program reads versions 1 "
                    + "to \(Report.schemaVersion). Use a newer scs-check.")
        }
        do {
            return try version == 1
                ? upgraded(json) : JSONReader.decode(Report.self, from: bytes)
        } catch DecodingError.keyNotFound(let key, let context) {
            let path = (context.codingPath + [key]).map(\.stringValue).joined(separator: ".")
            throw Unreadable(description: "\(file) is not a complete report: \(path) is missing.")
        } catch {
            throw Unreadable(
                description: "\(file) is not a report of scs-check: \(error.formatted)")
        }
    }

    /// A report of version 1, concluded by today's rule; it keeps its exit status.
    private static func upgraded(_ json: JSON) throws -> Report {
        guard case .object(var fields) = json else { return try decoded(json) }
        fields["exit_status_rule"] = .string(Report.ExitStatusRule.all.rawValue)
        fields["certificate"] = nil
        fields["testcases"] = .array(
            (fields["testcases"]?.array ?? []).map { testcase in
                guard case .object(var fields) = testcase else { return testcase }
                fields["counted"] = true
                return .object(fields)
            })
        var report = try decoded(.object(fields))
        // It did not record what ran by default; a PASS shows that something did.
        let isByDefault = report.verdict == .pass
        let conclusion = RunConclusion(
            report.testcases.map { testcase in
                var testcase = testcase
                testcase.isCounted = Assessment.counts(testcase, isByDefault: isByDefault)
                return testcase
            }, assessment: report.assessment, selection: report.run.selection, rule: .all,
            hasLeftovers: !report.leftovers.isEmpty, isInterrupted: report.run.interrupted)
        report.testcases = conclusion.testcases
        report.verdict = conclusion.verdict
        report.certificate = conclusion.certificate
        report.schemaVersion = Report.schemaVersion
        return report
    }

    private static func decoded(_ json: JSON) throws -> Report {
        try JSONReader.decode(Report.self, from: try json.bytes())
    }
}
