// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

/// The pure parts of the engine: waiting, needs, selection, verdicts.
struct EngineTests {
    @Test func `A wait of 20 s polls at most 30 times, and soon at first`() async throws {
        let clock = InstantClock()
        var looks: [Duration] = []
        try await poll(clock: clock, limit: .seconds(60)) { _, elapsed in
            looks.append(elapsed)
            return elapsed >= .seconds(20) ? .done(()) : .still("busy")
        }
        #expect(looks.count <= 30)
        #expect(looks[1] <= .milliseconds(200))
        for (last, next) in zip(looks, looks.dropFirst()) {
            #expect(next - last <= max(.milliseconds(500), last / 10))
        }
    }

    @Test func `A wait that ends reports the states it saw`() async throws {
        let error = await #expect(throws: WaitTimedOut.self) {
            try await poll(clock: InstantClock(), limit: .seconds(9)) { _, elapsed -> Look<Void> in
                .still(elapsed < .seconds(3) ? "creating" : "downloading")
            }
        }
        #expect(error?.trail.states.map(\.state) == ["creating", "downloading"])
    }

    @Test func `The peak of needs subtracts what is deleted in between`() {
        let step = { (creates: Need, deletes: Need) in
            Step(title: "", role: .prepare, creates: creates, deletes: deletes, calls: [])
        }
        let peak = Need.peak(of: [
            step(.volume(gib: 1) + .image, .nothing), step(.volume(gib: 2), .volume(gib: 1)),
            step(.volume(gib: 1), .nothing),
        ])
        #expect(peak.amounts == ["volumes": 2, "gigabytes": 3, "images": 1])
    }

    @Test(
        arguments: [
            ([], .missing), ([.pass], .pass), ([.pass, .abort], .abort),
            ([.abort, .missing, .pass], .missing), ([.missing, .fail], .fail),
        ] as [([Verdict], Verdict)])
    func `FAIL comes before MISSING, ABORT and PASS, and an empty set is no PASS`(
        _ verdicts: [Verdict], _ whole: Verdict
    ) {
        #expect(Assessment.verdict(over: verdicts) == whole)
    }

    @Test(arguments: [
        (400, Verdict.fail, Verdict.abort, Reason.requirementNotMet),
        (401, .abort, .abort, .auth),
        (403, .fail, .abort, .requirementNotMet), (404, .fail, .abort, .requirementNotMet),
        (409, .fail, .abort, .requirementNotMet), (413, .abort, .abort, .quota),
        (429, .abort, .abort, .throttled), (500, .abort, .abort, .unreachable),
        (503, .abort, .abort, .unreachable),
    ])
    func `An error has one meaning in a requirement and one elsewhere`(
        _ status: Int, _ judged: Verdict, _ prepared: Verdict, _ reason: Reason
    ) {
        let error = APIError(HTTPResponse(status: status), call: "POST /x")
        #expect(Conclusion(of: error, judging: true).verdict == judged)
        #expect(Conclusion(of: error, judging: true).reason == reason)
        #expect(Conclusion(of: error, judging: false).verdict == prepared)
        #expect(Conclusion(of: CancellationError(), judging: true).reason == .interrupted)
    }

    @Test(arguments: [
        "https://h/volume", "https://h/volume/", "https://h/volume/v3", "https://h/volume/v3/",
        "https://h/volume/v2/pid", "https://h/volume/v3/pid", "https://h/volume/v3/pid/",
    ])
    func `An endpoint's URL may have a version, a project, or neither`(_ text: String) throws {
        let url = try #require(URL(string: text))
        #expect(
            Endpoint(url, majorVersion: "v3", projectID: "pid").versioned == "https://h/volume/v3")
    }

    @Test func `JSON reports escape control and invisible characters without loss`() throws {
        let text = "a\u{7F}\u{9B}31m\u{2028}\u{202E}\u{E0041}\u{FEFF}ü💩\n\\ \""
        let visible = String(decoding: try JSONReport.text([text]), as: UTF8.self)
        #expect(visible.contains(#"a\u007f\u009b31m\u2028\u202e\udb40\udc41\ufeffü💩"#))
        #expect(try JSONDecoder().decode([String].self, from: Data(visible.utf8)) == [text])
    }

    @Test(arguments: [
        ("a\u{1B}[31mb\u{07}", "a [31mb"), ("x\ny\r\tz", "x y z"), ("\u{202E}abc", "abc"),
    ])
    func `Foreign text is harmless in terminals and Markdown`(_ text: String, _ expected: String) {
        #expect(text.harmless(100) == expected)
        #expect(Markdown.text("a|b`<i>*c*") == "a\\|b\\`\\<i\\>\\*c\\*")
        #expect(Markdown.text("snake_case _em_") == "snake_case \\_em\\_")
        // What begins a block is text too, and only there.
        #expect(Markdown.text("# h - # + 1.") == "\\# h - # + 1.")
        #expect(Markdown.text("- a") == "\\- a")
        #expect(Markdown.text("12. a 3.5") == "12\\. a 3.5")
        #expect(Markdown.text("$x$") == "\\$x\\$")
        for plain in ["a_b-c.d)e", "v5.1", "x", "image_build_date is set", "a #1 + b = c"] {
            #expect(Markdown.text(plain) == plain)
        }
        #expect(Markdown.text("a_ b") == "a\\_ b")
        #expect(Markdown.text("a _b") == "a \\_b")
        #expect(Markdown.text("a_") == "a\\_")
        #expect(Markdown.text("a__b") == "a\\_\\_b")
    }
}
