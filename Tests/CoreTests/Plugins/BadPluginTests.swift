// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSSupport

/// Plug-ins that break the protocol: each is an ABORT with a sentence, and spoils nothing else.
@Suite(.serialized) struct BadPluginTests {
    @Test(
        arguments: [
            ("exit 0", "ended without a verdict for scs-9900-bad"),
            ("steps 1 2; exit 3", "ended with status 3 without a verdict"),
            ("steps 1 2; kill -9 $$", "was ended by signal 9 without a verdict"),
            ("exec 0</dev/null; say step-began '\"step\":1'; exit 0", "without a verdict"),
            ("steps 1 2; pass; exit 3", "ended with status 3, so its PASS is ignored"),
            ("steps 1 2; pass; kill -9 $$", "was ended by signal 9, so its PASS is ignored"),
            ("steps 1 2; pass; pass", "printed more after its verdict"),
            ("pass", "reported PASS after 0 of 2 steps"),
            ("steps 1; pass", "reported PASS after 1 of 2 steps"),
            ("steps 2", "began step 2, but step 1 is next"),
            ("steps 1 2 3", "began step 3, but all steps have ended"),
            ("steps 1 1", "began step 1, but step 2 is next"),
            ("say step-ended '\"step\":1'", "ended step 1, which it had not begun"),
            (
                "say step-began '\"step\":1'; say step-began '\"step\":2'",
                "began step 2 before step 1 had ended"
            ),
            ("say step-began '\"step\":1'; pass", "reported PASS before step 1 had ended"),
            (
                "steps 1 2; say verdict '\"testcase\":\"scs-9900-good\",\"verdict\":\"PASS\"'",
                "gave a verdict for scs-9900-good, but it was run for scs-9900-bad"
            ),
            (
                "steps 1 2; say verdict '\"testcase\":\"scs-9900-bad\",\"verdict\":\"MAYBE\"'",
                "verdict.verdict is \"MAYBE\"; expected one of PASS, FAIL, ABORT"
            ),
            (
                "steps 1 2; say verdict "
                    + "'\"testcase\":\"scs-9900-bad\",\"verdict\":\"FAIL\",\"message\":\"No.\"'",
                "verdict.reason is missing; expected one of demand-not-met"
            ),
            (
                "steps 1 2; say verdict '\"testcase\":\"scs-9900-bad\",\"verdict\":\"FAIL\","
                    + "\"reason\":\"demand-not-met\",\"message\":\"No.\"'",
                "reported FAIL outside a step that requires"
            ),
            (
                "say step-began '\"step\":1'; say verdict '\"testcase\":\"scs-9900-bad\","
                    + "\"verdict\":\"FAIL\",\"reason\":\"demand-not-met\",\"message\":\"No.\"'",
                "reported FAIL outside a step that requires"
            ),
            ("echo hello", "line 1 is not JSON: \"hello\""),
            ("echo '[1]'", "do is missing; expected one of"),
            ("say dance", "do is \"dance\"; expected one of"),
            ("say note '\"text\":\"a\",\"loud\":true'", "note has the unknown key \"loud\""),
            ("say note '\"text\":7'", "note.text is 7; expected a string"),
            ("say evidence '\"kind\":\"rumour\",\"text\":\"a\"'", "evidence.kind is \"rumour\""),
            ("say intend '\"kind\":\"volume\",\"name\":\"a\"'", "does not say that it calls"),
            ("yes a | head -c 200000 | tr -d '\\n'", "printed a line of more than 64 KiB"),
            ("yes '{\"do\":\"note\",\"text\":\"a\"}'", "more than 500 pieces of evidence"),
            ("yes e >&2", "printed more than 1 MiB of errors"),
            ("steps 1 2; pass; setsid sleep 600 &", "left 1 process running, which was ended"),
            ("steps 1 2; pass; sleep 600 >/dev/null 2>&1 &", "left 1 process running"),
        ])
    func `What is not in the protocol is an ABORT with a sentence, and never a PASS`(
        _ script: String, _ sentence: String
    ) async throws {
        let bench = try PluginBench(script)
        let outcomes = try await bench.run()
        let bad = try #require(outcomes[PluginBench.bad])
        #expect(bad.ruling == "ABORT no-result", "\(bad)")
        #expect(bad.message?.contains(sentence) == true, "\(bad.message ?? "")")
        #expect(bad.message?.hasPrefix("trial ") == true)
        #expect(bad.advice?.contains("the conformance test of") == true)
        #expect(outcomes[PluginBench.good]?.verdict == .pass)
    }

    @Test
    func `One that hangs is ended at its deadline, with all that it has started`() async throws {
        let bench = try PluginBench(
            "say step-began '\"step\":1'; trap '' TERM; setsid sleep 600 & while :; do sleep 1; done"
        )
        let clock = GateClock()
        let found = try await bench.run([PluginBench.bad], clock: clock) { event in
            if case .stepBegan = event { clock.open() }
        }
        let bad = try #require(found[PluginBench.bad])
        #expect(bad.ruling == "ABORT timed-out")
        #expect(bad.message?.contains("gave no verdict for scs-9900-bad within 60 min") == true)
        #expect(bad.steps.map(\.state) == [.aborted, .notReached])
    }

    @Test
    func `One that is silent and does not read is ended, however much it was to be told`()
        async throws
    {
        let bench = try PluginBench("exec sleep 600")
        let found = try await bench.run([PluginBench.bad], clock: InstantClock())
        #expect(found[PluginBench.bad]?.ruling == "ABORT timed-out")
    }

    @Test(
        arguments: [
            (
                "say intend '\"kind\":\"volume\",\"name\":\"mine\"'",
                "names must begin with scs-check-test-scs-9900-maker-"
            ),
            (
                "say intend '\"kind\":\"volume\",\"name\":\"scs-check-test-1-a\"'",
                "names must begin with"
            ),
            ("say intend '\"kind\":\"galaxy\",\"name\":\"a\"'", "intend.kind is \"galaxy\""),
            (
                "say intend \"\\\"kind\\\":\\\"image\\\",\\\"name\\\":\\\"$prefix-a\\\"\"",
                "announced a resource of kind image"
            ),
            (
                "say created \"\\\"name\\\":\\\"$prefix-a\\\",\\\"id\\\":\\\"1\\\"\"",
                "but did not announce it"
            ),
            ("say gone \"\\\"name\\\":\\\"$prefix-a\\\"\"", "but did not announce it"),
            (
                "intend a; read -r go; say created \"\\\"name\\\":\\\"$prefix-a\\\",\\\"id\\\":\\\"1\\\"\"",
                "but the cloud shows none of that name"
            ),
            ("intend a; read -r go; intend b", "announced more than 1 volume"),
            (
                "intend a; read -r go; create $prefix-a >&2; "
                    + "say created \"\\\"name\\\":\\\"$prefix-a\\\",\\\"id\\\":\\\"1\\\"\"",
                "reports the id 1 for scs-check-test-scs-9900-maker-a, but the cloud shows"
            ),
            (
                "intend a; read -r go; create $prefix-a >&2; say gone \"\\\"name\\\":\\\"$prefix-a\\\"\"",
                "is gone, but the cloud still shows it"
            ),
            ("create $prefix-a >&2; echo no", "line 1 is not JSON"),
        ])
    func `What it says about resources must be announced, named and true`(
        _ script: String, _ sentence: String
    ) async throws {
        let bench = try PluginBench(
            """
            intend() { say intend "\\"kind\\":\\"volume\\",\\"name\\":\\"$prefix-$1\\""; }
            \(script)
            """)
        let outcomes = try await bench.run([PluginBench.good, PluginBench.maker])
        let maker = try #require(outcomes[PluginBench.maker])
        #expect(maker.ruling == "ABORT no-result", "\(maker)")
        #expect(maker.message?.contains(sentence) == true, "\(maker.message ?? "")")
        #expect(outcomes[PluginBench.good]?.verdict == .pass)
        #expect(bench.left.isEmpty)
    }

    @Test
    func `What it created without a word is found, removed, and no PASS`() async throws {
        let bench = try PluginBench("steps 1; create $prefix-a >&2; pass")
        let maker = try #require(try await bench.run([PluginBench.maker])[PluginBench.maker])
        #expect(maker.ruling == "ABORT no-result")
        #expect(maker.message?.contains("without announcing it") == true)
        #expect(maker.leftovers.isEmpty && bench.left.isEmpty)
    }

    @Test
    func `A secret that it prints is hidden wherever it shows, also in halves of lines`()
        async throws
    {
        let bench = try PluginBench(
            """
            token=$(field token)
            echo "$token" >&2
            say note "\\"text\\":\\"$token\\""
            say evidence "\\"text\\":\\"$token\\""
            echo "$token"
            """)
        let found = try await bench.run([PluginBench.maker])
        let maker = try #require(found[PluginBench.maker])
        let token = try await bench.simulated.token()
        let half = String(token.prefix(20))
        let shown = "\(maker)"
        #expect(maker.ruling == "ABORT no-result" && maker.notes.count == 1)
        #expect(!shown.contains(half), "\(shown)")
    }
}
