// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The head of the report for people: the verdict, what was tested, and what limits what it says.
enum HeadingSection {
    static func render(_ report: Report) -> [String] {
        let names =
            report.assessment?.name
            ?? report.scope.map { "\($0.name) (\($0.version))" }.joined(separator: ", ")
        var lines = ["# \(Markdown.text(report.summary))", ""]
        if let source = report.judgedFrom {
            lines.append(
                "**\(Markdown.text(report.subject.cloud))** was judged for \(Markdown.text(names)) on "
                    + "\(report.run.startedAt) from a record"
                    + (source.recordedAt.map { " of \($0)" } ?? "") + "; no cloud was contacted.")
        } else {
            lines.append(
                "**\(Markdown.text(report.subject.cloud))** was tested for \(Markdown.text(names)) at depth "
                    + "`\(report.run.depth.rawValue)` on \(report.run.startedAt), in "
                    + "\(report.run.duration.duration.formatted) and \(report.run.calls.counted("call"))."
            )
        }
        lines += [
            "", certificateLine(report), "",
            "Everything that was run: **\(report.verdict.rawValue)**; "
                + Markdown.text(report.exitStatusLine) + ".",
        ]
        let inapplicable = report.testcases.count {
            $0.verdict == .abort && $0.reason == .notApplicable
        }
        if inapplicable > 0 {
            lines += [
                "",
                "\(inapplicable.counted("test case")) \(inapplicable == 1 ? "does" : "do") not apply "
                    + "to this cloud and \(inapplicable == 1 ? "says" : "say") nothing about it; "
                    + "the reasons are below.",
            ]
        }
        let carried = report.testcases.count { $0.carriedOver != nil }
        if carried > 0 {
            lines += [
                "",
                "\(carried.counted("outcome")) \(carried == 1 ? "is" : "are") carried over "
                    + (report.judgedFrom == nil
                        ? "from an earlier run, as \(carried == 1 ? "it is" : "they are") still valid."
                        : "with the facts, as only a test of the cloud can determine them."),
            ]
        }
        if report.run.interrupted {
            lines += [
                "",
                "**The run was interrupted**; test cases that it did not reach are listed below.",
            ]
        }
        if !report.subject.tlsVerified {
            lines += [
                "",
                "**Certificates were not verified** (`verify: false`): another server may have answered.",
            ]
        }
        if let endpoints = report.subject.clearTextEndpoints, !endpoints.isEmpty {
            lines += [
                "",
                "**The token was sent without encryption** to "
                    + endpoints.map { "`\(Markdown.code($0))`" }.joined(separator: ", ")
                    + ": the service catalog, or an override, names http endpoints.",
            ]
        }
        return lines + [""]
    }

    private static func certificateLine(_ report: Report) -> String {
        guard let certificate = report.certificate else {
            return "No certificate: \(Markdown.text(report.noCertificate ?? ""))."
        }
        let what =
            "target `\(certificate.target)`"
            + (certificate.version.map { ", version `\(Markdown.code($0))`" } ?? "")
        let until = certificate.validUntil.map { ", valid until \($0)" } ?? ""
        guard let why = report.noCertificate else {
            return "Certificate (\(what)): **\(certificate.verdict.rawValue)**\(until)"
        }
        return "Certificate requirements (\(what)): **\(certificate.verdict.rawValue)**\(until). "
            + "No certificate can be based on it: \(Markdown.text(why))."
    }
}
