// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Synchronization
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSOpenStack
@testable import SCSSupport

/// Plug-ins that keep to the protocol are like built-in checks.
@Suite(.serialized) struct PluginTests {
    @Test
    func `Steps, notes and evidence are those of the report, and the program is named`()
        async throws
    {
        let bench = try PluginBench(
            #"say note '"text":"n"'; say step-began '"step":1'; say evidence '"kind":"states","text":"e"'"#
                + #"; say step-ended '"step":1'; steps 2; echo oops >&2; pass"#)
        let bad = try #require(try await bench.run()[PluginBench.bad])
        #expect(bad.verdict == .pass, "\(bad)")
        #expect(bad.steps.map(\.state) == [.passed, .passed])
        #expect(bad.notes == ["n"])
        #expect(bad.evidence.contains(Evidence(.states, "e")))
        #expect(bad.evidence.contains(Evidence(.output, "stderr: oops")))
        #expect(bad.evidence.first?.text.hasPrefix("tested by trial, SHA-256 ") == true)
    }

    @Test
    func `A FAIL in a step that requires is one, with its reason, message and advice`() async throws
    {
        let bench = try PluginBench(
            #"steps 1; say step-began '"step":2'; say verdict '"testcase":"scs-9900-bad","verdict":"FAIL","#
                + #""reason":"data-mismatch","message":"It differs.","advice":"Look."'"#)
        let bad = try #require(try await bench.run()[PluginBench.bad])
        #expect(bad.ruling == "FAIL data-mismatch" && bad.message == "It differs.")
        #expect(bad.advice == "Look." && bad.steps.map(\.state) == [.passed, .failed])
    }

    @Test
    func `An ABORT is one wherever it is said, whatever its reason`() async throws {
        let bench = try PluginBench(
            #"steps 1; say step-began '"step":2'; say verdict '"testcase":"scs-9900-bad","#
                + #""verdict":"ABORT","reason":"timed-out","message":"It took too long."'"#)
        let bad = try #require(try await bench.run()[PluginBench.bad])
        #expect(bad.ruling == "ABORT timed-out" && bad.steps.map(\.state) == [.passed, .aborted])
    }

    @Test
    func `Where there is nothing to test, the steps that are left are not reached`() async throws {
        let bench = try PluginBench(
            #"steps 1; say verdict '"testcase":"scs-9900-bad","verdict":"PASS","nothing_to_test":"None."'"#
        )
        let bad = try #require(try await bench.run()[PluginBench.bad])
        #expect(bad.verdict == .pass && bad.notes == ["None."])
        #expect(bad.steps.map(\.state) == [.passed, .notReached])
    }

    @Test
    func `Without leave it gets no token, and its test case is an ABORT that says how`()
        async throws
    {
        let bench = try PluginBench("touch ran; steps 1; pass")
        let maker = try #require(
            try await bench.run([PluginBench.maker], isAllowed: false)[PluginBench.maker])
        #expect(maker.ruling == "ABORT not-permitted")
        #expect(maker.advice?.contains("access to the cloud for trial") == true)
        #expect(!FileManager.default.fileExists(atPath: bench.temporary.file("ran").path))
    }

    private static let honest = """
        name=$prefix-a
        say step-began '"step":1'
        say intend "\\"kind\\":\\"volume\\",\\"name\\":\\"$name\\""; read -r go
        [ "$go" = "{\\"acknowledged\\":\\"intend\\",\\"name\\":\\"$name\\"}" ] \
        || [ "$go" = "{\\"name\\":\\"$name\\",\\"acknowledged\\":\\"intend\\"}" ] || exit 9
        id=$(create $name)
        say created "\\"name\\":\\"$name\\",\\"id\\":\\"$id\\""; read -r go
        """

    @Test
    func `What it creates is journalled, told, and removed in the end`() async throws {
        let bench = try PluginBench(Self.honest + "\nsay step-ended '\"step\":1'; pass")
        let told = Mutex<[String]>([])
        let outcomes = try await bench.run([PluginBench.maker]) { event in
            switch event {
            case .tracked(_, .created(let kind, let name, _)):
                told.withLock { $0.append("created \(kind) \(name)") }
            case .tracked(_, .gone(let kind, let name)):
                told.withLock { $0.append("gone \(kind) \(name)") }
            default: break
            }
        }
        #expect(outcomes[PluginBench.maker]?.verdict == .pass, "\(outcomes)")
        let name = "volume scs-check-test-scs-9900-maker-a"
        #expect(told.withLock { $0 } == ["created \(name)", "gone \(name)"])
        #expect(bench.left.isEmpty)
    }

    @Test
    func `After a kill its journal alone suffices to remove what it has created`() async throws {
        let bench = try PluginBench(Self.honest + "\nsleep 600")
        // A run that is ended here and now leaves its journal as it is at this moment.
        let journal = Mutex<[UInt8]>([])
        let canceller = Canceller(after: 1)
        let work = Task {
            try await bench.run([PluginBench.maker]) { event in
                guard case .tracked(_, .created) = event else { return }
                journal.withLock { $0 = bench.simulated.journal.contents }
                canceller.count()
            }
        }
        canceller.target(work)
        let outcomes = try await work.value
        #expect(outcomes[PluginBench.maker]?.ruling == "ABORT interrupted")
        #expect(bench.left.isEmpty)
        let text = String(decoding: journal.withLock { $0 }, as: UTF8.self)
        #expect(text.contains(#""do":"intend""#) && text.contains("scs-9900-maker-a"))
        #expect(text.contains(#""do":"created""#) && !text.contains("gone"))
        #expect(try await bench.simulated.cleanUp().isEmpty)
    }

    @Test
    func `Of recorded facts it judges what it needs no cloud for, and the rest is missing`()
        async throws
    {
        let bench = try PluginBench(
            #"case "$request" in *'"flavors":'*) ;; *) exit 7;; esac; steps 1 2; pass"#,
            describe: PluginBench.description.replacing(
                #""title": "Bad", "target": "main","#,
                with: #""title": "Bad", "target": "main", "facts": ["flavors"],"#))
        let found = try await bench.module().judge(
            #"{"flavors": {"flavors": [{"id": "7", "name": "a", "vcpus": 1, "ram": 512, "disk": 0}]}}"#
        )
        #expect(found[PluginBench.bad]?.verdict == .pass, "\(found)")
        #expect(found[PluginBench.maker]?.ruling == "MISSING not-recorded")
        let none = try await bench.module().judge(#"{"roles": ["member"]}"#)
        #expect(none[PluginBench.bad]?.ruling == "MISSING not-recorded")
    }

    private final class Tally: Sendable {
        let counts = Mutex((now: 0, most: 0, all: 0))
    }

    @Test
    func `However many there are, only a few programs run at a time, and all get a turn`()
        async throws
    {
        let slots = PluginSlots(2)
        let tally = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await slots.use {
                        tally.counts.withLock {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                        }
                        for _ in 0..<20 { await Task.yield() }
                        tally.counts.withLock {
                            $0.now -= 1
                            $0.all += 1
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(tally.counts.withLock { $0.most } == 2)
        #expect(tally.counts.withLock { $0.all } == 50)
    }
}
