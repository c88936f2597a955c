// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The head of the page: verdict and validity, what was tested, and what limits what it says.
enum HTMLHeading {
    static func render(_ report: Report) -> HTML {
        let verdict = report.certificate.flatMap { $0.stands ? $0.verdict : nil } ?? report.verdict
        let names =
            report.assessment?.name
            ?? report.scope.map { "\($0.name) (\($0.version))" }.joined(separator: ", ")
        let how: HTML =
            report.judgedFrom == nil
            ? "tested for \(names) at depth \(report.run.depth.rawValue) on \(report.run.startedAt), in \(report.run.duration.duration.formatted) and \(report.run.calls.counted("call"))"
            : "judged for \(names) on \(report.run.startedAt) from recorded facts; no cloud was contacted"
        let warnings = warnings(report).map { text -> HTML in
            "<p class=\"warning\"><strong>\(text)</strong></p>"
        }
        return """
            <header>
            <h1><span class="\(verdict.rawValue)">\(report.summary)</span></h1>
            <p>\(validity(report))</p>
            <p><strong>\(report.subject.cloud)</strong> was \(how).</p>
            <p>Everything that was run: <strong class="\(report.verdict.rawValue)">\(report.verdict.rawValue)</strong>; \(report.exitStatusLine).</p>
            \(warnings)
            </header>
            """
    }

    private static func validity(_ report: Report) -> HTML {
        guard let certificate = report.certificate else {
            return "No certificate: \(report.noCertificate ?? "")."
        }
        let verdict: HTML =
            "<strong class=\"\(certificate.verdict.rawValue)\">\(certificate.verdict.rawValue)</strong>"
        let version = certificate.version.map { ", version \($0)" } ?? ""
        let until = certificate.validUntil.map { ", valid until \($0)" } ?? ""
        guard let why = report.noCertificate else {
            return "Certificate (target main\(version)): \(verdict)\(until)."
        }
        return
            "Certificate requirements (target main\(version)): \(verdict)\(until). No certificate can be based on it: \(why)."
    }

    private static func warnings(_ report: Report) -> [String] {
        var texts: [String] = []
        if report.run.interrupted {
            texts.append("The run was interrupted; test cases that it did not reach are listed.")
        }
        if !report.subject.tlsVerified {
            texts.append("Certificates were not verified: another server may have answered.")
        }
        if let endpoints = report.subject.clearTextEndpoints, !endpoints.isEmpty {
            texts.append(
                "The token was sent without encryption to \(endpoints.joined(separator: ", ")).")
        }
        return texts
    }
}
