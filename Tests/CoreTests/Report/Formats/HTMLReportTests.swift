// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import Testing

@testable import SCSCheck

/// The page: what its policy allows, what hostile names can do, what can be read.
struct HTMLReportTests {
    private let page = HTMLReport.render(SampleReport.report())

    /// What stands between two marks, each time.
    private static func parts(_ text: String, _ start: String, _ end: String) -> [Substring] {
        var result: [Substring] = []
        var rest = text[...]
        while let opening = rest.firstRange(of: start) {
            rest = rest[opening.upperBound...]
            guard let closing = rest.firstRange(of: end) else { break }
            result.append(rest[..<closing.lowerBound])
            rest = rest[closing.upperBound...]
        }
        return result
    }

    @Test func `The policy allows exactly the page's own style and script`() throws {
        let styles = Self.parts(page, "<style>", "</style>")
        let scripts = Self.parts(page, "<script>", "</script>")
        try #require(styles.count == 1 && scripts.count == 1)
        let policy = try #require(
            Self.parts(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"").first)
        let style = HTMLReport.digest(String(styles[0]))
        let script = HTMLReport.digest(String(scripts[0]))
        let expected = """
            default-src 'none'; style-src '\(style)'; script-src '\(script)'; \
            base-uri 'none'; form-action 'none'
            """
        #expect(policy.replacing("&#39;", with: "'") == expected)
        // It comes before all that it is about.
        let place = try #require(page.firstRange(of: "Content-Security-Policy")?.lowerBound)
        #expect(place < (try #require(page.firstRange(of: "<title>")?.lowerBound)))
    }

    @Test func `Hostile names stay text`() {
        let tags = Set(Self.parts(page, "<", ">").map { $0.prefix { $0 != " " && $0 != "\n" } })
        let known: Set<Substring> = [
            "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "a", "header", "h1",
            "span", "p", "strong", "main", "section", "h2", "h3", "em", "details", "summary", "ul",
            "li", "code", "form", "label", "select", "option", "input", "output", "table", "thead",
            "tr", "th", "tbody", "td", "br", "div", "svg", "rect", "footer", "script",
        ]
        let opened = tags.filter { !$0.hasPrefix("/") }
        #expect(opened.subtracting(known).isEmpty, "\(opened.subtracting(known))")
        #expect(!page.contains("alert('x')"))
        #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
        for scalar in page.unicodeScalars where scalar != "\n" {
            #expect(scalar.value >= 0x20 && scalar.properties.generalCategory != .format)
        }
    }

    @Test func `No attribute runs code, has a style, or loads something`() {
        for tag in Self.parts(page, "<", ">").map({ $0.replacing(/"[^"]*"/, with: "") }) {
            for name in [" on", " style=", " src=", " srcset=", " data=", " action=", " xlink:"] {
                #expect(!tag.contains(name), "\(tag)")
            }
        }
        #expect(!page.contains("<link") && !page.contains("url(") && !page.contains("@import"))
        let links = Self.parts(page, "href=\"", "\"")
        #expect(links.count > 10)
        #expect(links.allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("https://") })
    }

    @Test func `An address that is none of the web is no link`() {
        var testcase = SampleReport.testcase("a", .fail, .requirementNotMet)
        testcase.url = "javascript:alert(1)"
        #expect(!HTMLReport.render(SampleReport.report([testcase])).contains("javascript:"))
    }

    @Test func `Each link within the page leads to something`() {
        let ids = Set(Self.parts(page, " id=\"", "\""))
        #expect(Self.parts(page, " id=\"", "\"").count == ids.count)
        for link in Self.parts(page, "href=\"#", "\"") { #expect(ids.contains(link), "\(link)") }
        for name in Self.parts(page, "aria-labelledby=\"", "\"") { #expect(ids.contains(name)) }
    }

    @Test func `Headings descend one by one, after one title`() {
        let levels = page.matches(of: /<h([1-6])/).compactMap { Int($0.output.1) }
        #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
        for (level, next) in zip(levels, levels.dropFirst()) { #expect(next <= level + 1) }
    }

    @Test func `Verdict first, then failures, versions, matrix, details`() throws {
        let places = try [
            "<h1>", "id=\"problems\"", "demand-not-met", "id=\"matrix\"", "id=\"testcases\"",
            "<h2>Run</h2>",
        ].map { try #require(page.firstRange(of: $0)?.lowerBound) }
        #expect(places == places.sorted())
    }

    @Test func `Filters are absent until the script shows them`() {
        #expect(page.contains("<form id=\"filters\" hidden"))
        #expect(HTMLStyle.script.contains("form.hidden = false"))
    }

    @Test(arguments: [false, true])
    func `Colours of text have the contrast of WCAG AA`(_ isDark: Bool) throws {
        var luminances: [String: Double] = [:]
        for colour in HTMLStyle.colours {
            let digits = (isDark ? colour.dark : colour.light).dropFirst()
            let value = try #require(Int(digits, radix: 16))
            let channels = [value >> 16, value >> 8 & 255, value & 255].map {
                (channel: Int) -> Double in
                let share = Double(channel) / 255
                return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            luminances[colour.name] =
                0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
        }
        for ground in ["ground", "panel"] {
            for text in ["text", "faint", "link", "pass", "fail", "abort", "missing"] {
                let pair = try [ground, text].map { try #require(luminances[$0]) }.sorted()
                let contrast = (pair[1] + 0.05) / (pair[0] + 0.05)
                #expect(contrast >= 4.5, "\(text) on \(ground): \(contrast)")
            }
        }
    }
}
