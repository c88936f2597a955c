// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import SCSCheck
@testable import SCSHandover

/// Pages of a history.
struct SiteTests {
    private static let tool = Report.Tool(version: "0.2.0")

    private func site(_ reports: [Report], cloud: String? = nil, limit: Int = 60) throws -> Site {
        let history = try History.inMemory()
        for report in reports { _ = try history.add(report) }
        return try Site(history, cloud: cloud, limit: limit, tool: Self.tool)
    }

    private func night(_ day: Int, _ verdict: Verdict, cloud: String = "mycloud") -> Report {
        Sample.report(
            [Sample.testcase("scs-0117-a", verdict, verdict == .pass ? nil : .requirementNotMet)],
            cloud: cloud, run: "run\(cloud.utf8.count)x\(day)", day: "2026-11-\(day)")
    }

    private func page(_ site: Site, _ path: String) throws -> String {
        try #require(site.pages.first { $0.path == path }).text
    }

    @Test func `A history without a run, or without one of the cloud, is an error`() throws {
        #expect(throws: HistoryError.self) { try site([]) }
        #expect(throws: HistoryError.self) { try site([night(10, .pass)], cloud: "other") }
    }

    @Test(arguments: [
        "", ".", "..", "../../etc/passwd", "a/b", "A", "con\u{0}", "\u{202E}", ".hidden", "-rf",
        "a~b",
        "caf\u{E9}", String(repeating: "x", count: 300),
    ])
    func `A hostile name is a harmless name of a file`(_ name: String) {
        let file = SiteFile.name(name)
        #expect(file.utf8.count <= 60 && !file.hasPrefix(".") && !file.hasPrefix("-"))
        #expect(file.wholeMatch(of: /[a-z0-9._-]*~[0-9a-f]{16}/) != nil, "\(file)")
        #expect(SiteFile.name(file) != file)
    }

    @Test func `Plain names stay, and different names have different files`() {
        #expect(SiteFile.name("gx-scs_1.2") == "gx-scs_1.2")
        let names = ["a", "A", "a b", "a/b", "a-b", "a~b", "\u{E4}", "a\u{308}"]
        #expect(Set(names.map { SiteFile.name($0).lowercased() }).count == names.count)
    }

    @Test func `Names of others are text, and links are relative`() throws {
        let site = try site([night(10, .fail, cloud: "<script>alert(1)</script>/../x")])
        #expect(site.pages.count == 3)
        for page in site.pages {
            #expect(page.text.components(separatedBy: "<script>").count == 2, "\(page.path)")
            for link in page.text.matches(of: /href="([^"]*)"/) where page.path.first != "r" {
                #expect(!link.output.1.contains(":") && !link.output.1.hasPrefix("/"))
            }
        }
    }

    @Test func `The overview has each cloud once, failures first, and what changed`() throws {
        let site = try site([
            night(10, .pass, cloud: "good"), night(11, .pass, cloud: "good"),
            night(10, .pass, cloud: "worse"), night(11, .fail, cloud: "worse"),
        ])
        #expect(site.headline == "2 clouds: 1 FAIL, 1 PASS")
        let text = try page(site, "index.html")
        let rows = text.matches(of: /<th scope="row"><a href="([^"]*)">/).map(\.output.1)
        #expect(rows == ["clouds/worse.html", "clouds/good.html"])
        #expect(text.contains("Changed in the last run"))
        #expect(text.contains("aria-label=\"Verdicts of 2 runs: 1 FAIL, 1 PASS\""))
    }

    @Test func `The page of a cloud has its runs, trends and the way to its report`() throws {
        let nights = (10...19).map { night($0, $0 == 15 ? .fail : .pass) }
        let text = try page(try site(nights), "clouds/mycloud.html")
        #expect(text.contains("href=\"../reports/mycloud.html\""))
        #expect(text.contains("href=\"../index.html\""))
        #expect(text.contains(">9 of 10<") && text.contains("<polyline points=\"10,10 "))
        let bounded = try page(try site(nights, limit: 4), "clouds/mycloud.html")
        #expect(bounded.contains(">4 of 4<"))
    }
}
