// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing

@testable import SCSCheck

/// The normal form keeps what a state is and drops what a run is.
struct NormalReportTests {
    @Test(arguments: [
        (
            "backup 8c0adc37-4975-4b26-a40c-a35f69318cdf: error at 4.0 s",
            "backup <id>: error at <duration>"
        ),
        ("POST /v3/9bf77ce84c697862adae1171408b0f99/volumes", "POST /v3/<id>/volumes"),
        ("(req-287b7cfd-98fc-4c70-ae9e-be6bf2c78871)", "(<id>)"),
        ("after 2 min 5 s, at 2026-11-23T17:45:47Z", "after <duration>, at <time>"),
        ("2026-11-23 17:45:47.123+00:00", "<time>"),
        ("[Errno 28] No space left on device", "[Errno 28] No space left on device"),
        ("TLS 1.2 on 8 servers, 537919488 bytes", "TLS 1.2 on 8 servers, 537919488 bytes"),
        ("SCS-4V-16-100s", "SCS-4V-16-100s"), ("deadbeef", "deadbeef"),
        ("12.5 s", "<duration>"), ("1 min", "1 min"), ("3 min late, 4 s", "3 min late, <duration>"),
        ("v1.5 s", "v1.5 s"), ("7 sec", "7 sec"), ("5. s", "5. s"), ("é5 s", "é5 s"),
        ("8c0adc37-4975-4b26-a40c-a35f69318cdfx", "8c0adc37-4975-4b26-a40c-a35f69318cdfx"),
        ("req-8c0adc37-4975-4b26-a40c-a35f6931", "req-8c0adc37-4975-4b26-a40c-a35f6931"),
        ("9BF77CE84C697862ADAE1171408B0F99", "9BF77CE84C697862ADAE1171408B0F99"),
        ("2026-11-23T17:45", "2026-11-23T17:45"), ("2026-11-23T17:45:47+0100 1", "<time> 1"),
        ("at 2026-11-23T17:45:47.", "at <time>."),
        ("ä 1 s ö 2 min 3.25 s", "ä <duration> ö <duration>"),
    ])
    func `Ids, times and durations are masked, and nothing else`(_ text: String, _ masked: String) {
        #expect(NormalText.masked(text) == masked)
    }

    @Test func `Reports that differ in ids and times alone are equal`() throws {
        let one = SampleReport.report()
        var other = one
        other.run.id = "zzzzefghij012345"
        other.run.startedAt = "2027-01-01T00:00:00Z"
        other.run.endedAt = "2027-01-01T00:01:00Z"
        other.run.duration = ReportedSeconds(.seconds(1))
        other.run.seed = "7"
        other.run.calls = 99
        for index in other.testcases.indices {
            other.testcases[index].startedAt = other.run.startedAt
            other.testcases[index].validUntil = "2027-02-01T00:00:00Z"
            other.testcases[index].duration = ReportedSeconds(.seconds(2))
            other.testcases[index].steps[0].duration = ReportedSeconds(.seconds(3))
            other.testcases[index].evidence[0] = Evidence(
                .request, "POST /v3/volumes: req-00000000-eb2a-447f-a8fb-aeaaa046d42d")
        }
        #expect(try NormalReport.render(one) == NormalReport.render(other))
        #expect(try JSONReport.render(one) != JSONReport.render(other))
    }

    @Test func `Another verdict, reason, message or version of the tool is another report`() throws
    {
        let one = SampleReport.report()
        var others = Array(repeating: one, count: 4)
        others[0].testcases[3].conclusion.verdict = .abort
        others[1].testcases[3].conclusion.finding?.reason = .timedOut
        others[2].testcases[3].conclusion.finding?.message = "another"
        others[3].tool.version = "0.1.1"
        let normal = try NormalReport.render(one)
        for other in others { #expect(try NormalReport.render(other) != normal) }
    }

    @Test func `The order of leftovers says nothing, and their names lose the run`() throws {
        var one = SampleReport.report()
        one.leftovers = ["b", "a"].map { name in
            Leftover(
                kind: "volume", name: "scs-check-\(one.run.id)-\(name)", id: nil, status: nil,
                reason: "r")
        }
        var other = one
        other.leftovers.reverse()
        let normal = try NormalReport.render(one)
        #expect(try NormalReport.render(other) == normal)
        #expect(String(decoding: normal, as: UTF8.self).contains("scs-check-<run>-a"))
    }
}
