// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

/// The report as one self-contained page: it loads nothing, and its policy lets it load nothing.
package enum HTMLReport {
    package static func render(_ report: Report) -> String { render([report]) }

    /// Several are one page of another kind.
    package static func render(_ reports: [Report]) -> String {
        guard let report = reports.first, reports.count == 1 else {
            return HTMLOverview.render(reports)
        }
        return page(
            title: "\(report.summary) · \(report.subject.cloud)", report.tool,
            """
            <body>
            <a class="skip" href="#main">Skip to the report</a>
            \(HTMLHeading.render(report))
            <main id="main">
            \(HTMLProblems.render(report))
            \(HTMLScope.render(report))
            \(HTMLMatrix.render(report))
            \(HTMLTestcases.render(report))
            </main>
            \(footer(report))
            """, script: HTMLStyle.script)
    }

    /// A page with the program's own style, and its script or none.
    package static func page(
        title: String, _ tool: Report.Tool, _ body: HTML, script: String?
    ) -> String {
        let style = HTMLStyle.sheet
        let scripts = script.map { "'\(digest($0))'" } ?? "'none'"
        let policy =
            "default-src 'none'; style-src '\(digest(style))'; script-src \(scripts); "
            + "base-uri 'none'; form-action 'none'"
        // Both are this program's own, and their digests need every character.
        let head: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="generator" content="\(tool.title)">
            <meta name="referrer" content="no-referrer">
            <title>\(title)</title>
            """
        return head.markup + "\n<style>" + style + "</style>\n</head>\n" + body.markup
            + (script.map { "\n<script>" + $0 + "</script>" } ?? "") + "\n</body>\n</html>\n"
    }

    /// The source expression that allows exactly this text.
    static func digest(_ text: String) -> String {
        "sha256-" + Data(MessageDigest.of(Array(text.utf8), .sha256)).base64EncodedString()
    }

    private static func footer(_ report: Report) -> HTML {
        let subject = report.subject
        var facts: [HTML] = [
            "<li>\(report.tool.title), run <code class=\"copy\">\(report.run.id)</code></li>",
            "<li>\(report.run.startedAt) to \(report.run.endedAt)</li>",
            "<li>\(report.run.calls.counted("call")), \(report.run.retries) of them repeated</li>",
        ]
        if let source = report.judgedFrom {
            facts.append(
                "<li>judged from <code>\(source.file)</code>, SHA-256 <code class=\"copy\">\(source.sha256)</code></li>"
            )
        }
        if let url = subject.authURL {
            facts.append("<li>\(url)\(subject.region.map { ", region " + $0 } ?? "")</li>")
        }
        if let user = subject.user {
            let roles = subject.roles?.joined(separator: ", ") ?? "none"
            facts.append(
                "<li>as \(user) in project \(subject.project ?? "none"), roles: \(roles)</li>")
        }
        facts += report.scope.map { "<li>\(HTML.link($0.url, "\($0.version) \($0.name)"))</li>" }
        return "<footer><h2>Run</h2><ul>\(facts)</ul></footer>"
    }
}
