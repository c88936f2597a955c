// SPDX-License-Identifier: Apache-2.0
import SCSOpenStack
import SCSSupport

/// What a plug-in and a run say to each other about one test case.
///
/// The program says what it does; what it says about the cloud is a claim that a look must confirm, and
/// anything that is not in the protocol ends it.
struct PluginConversation {
    private let program: PluginProgram
    private let testcase: PluginDescription.Testcase
    private let context: CheckContext
    private let resources: PluginResources?
    private let process: PluginProcess
    private let input: PluginInput
    private var events: AsyncStream<PluginEvent>.Iterator
    /// Lines that were taken, of those that have come.
    private var taken = 0
    private var finishedSteps = 0
    private var remarks = 0
    private static let mostRemarks = 500

    /// - Parameter resources: what it may create; nil where it may not reach the cloud.
    init(
        _ process: PluginProcess, _ testcase: PluginDescription.Testcase, _ context: CheckContext,
        _ resources: PluginResources?, events: AsyncStream<PluginEvent>.Iterator,
        input: PluginInput
    ) {
        program = process.program
        self.process = process
        self.testcase = testcase
        self.context = context
        self.resources = resources
        self.events = events
        self.input = input
    }

    private var vault: SecretVault { context.cloud.vault }

    private var id: String { testcase.entry.id }

    /// Listens until the verdict; throws what it amounts to, unless it is a PASS.
    mutating func run() async throws {
        while true {
            switch try await nextLine() {
            case .stepBegan(let number):
                try await carryOut(step: number)
            case .stepEnded(let number):
                throw misbehaved("ended step \(number), which it had not begun.")
            case .verdict(let verdict):
                return try await conclude(verdict)
            case let line: try await handle(line)
            }
        }
    }

    private mutating func carryOut(step number: Int) async throws {
        guard number == finishedSteps + 1, number <= testcase.steps.count else {
            let next =
                finishedSteps < testcase.steps.count
                ? "step \(finishedSteps + 1) is next" : "all steps have ended"
            throw misbehaved("began step \(number), but \(next).")
        }
        try await context.carryOut(number - 1) { try await listen(inStep: number) }
        finishedSteps = number
    }

    private mutating func listen(inStep number: Int) async throws {
        while true {
            switch try await nextLine() {
            case .stepEnded(number): return
            case .stepEnded(let other):
                throw misbehaved("ended step \(other), but step \(number) is under way.")
            case .stepBegan(let other):
                throw misbehaved("began step \(other) before step \(number) had ended.")
            case .verdict(let verdict):
                return try await conclude(verdict, inStep: number)
            case let line: try await handle(line)
            }
        }
    }

    /// What the verdict amounts to, once the program has ended as it should.
    private mutating func conclude(
        _ verdict: PluginVerdict, inStep number: Int? = nil
    ) async throws {
        guard verdict.testcase == id else {
            throw misbehaved(
                "gave a verdict for \(verdict.testcase), but it was run for \(id).")
        }
        switch verdict.ending {
        case .pass, .nothingToTest:
            if let number { throw misbehaved("reported PASS before step \(number) had ended.") }
        case .fail:
            let isJudging = number.map { testcase.steps[$0 - 1].role == .require } ?? false
            guard isJudging else {
                throw misbehaved(
                    "reported FAIL outside a step that requires, where nothing can be disproved.")
            }
        case .abort: break
        }
        if case .pass = verdict.ending, finishedSteps < testcase.steps.count {
            throw misbehaved(
                "reported PASS after \(finishedSteps) of \(testcase.steps.count.counted("step")); add "
                    + "nothing_to_test if that is intended.")
        }
        try await end(after: verdict)
        switch verdict.ending {
        case .pass: return
        case .nothingToTest(let why): context.note(why)
        case .fail(let finding), .abort(let finding): throw finding
        }
    }

    /// Waits for the end of the program; of one that fails, no verdict counts.
    private mutating func end(after verdict: PluginVerdict) async throws {
        input.close()
        let said = "so its \(verdict.ending.word) is ignored."
        switch try await nextEvent() {
        case .line(let bytes):
            throw misbehaved(
                "printed more after its verdict: \(PluginLine.shown(bytes, hiding: vault)).")
        case .ended(let ending, let orphans):
            if let failure = ending.failure { throw misbehaved("\(failure), \(said)") }
            guard orphans == 0 else {
                throw misbehaved(
                    "left \(orphans.counted("process", "processes")) running, which "
                        + "\(orphans == 1 ? "was" : "were") ended, \(said)")
            }
        case .failed(let error): throw error
        case .deadline: throw overdue
        }
    }

    private func misbehaved(_ problem: String) -> Finding { program.misbehaved(problem) }

    private var overdue: Finding {
        var finding = Finding(
            .timedOut,
            "\(program.name) gave no verdict for \(id) within \(process.limit.formatted); it "
                + "and every process that it started were ended.",
            advice: "Raise \(InterfaceTerm.timeLimit).")
        finding.isInconclusive = true
        return finding
    }

    private mutating func nextEvent() async throws -> PluginEvent {
        guard let event = await events.next() else { throw CancellationError() }
        try Task.checkCancellation()
        return event
    }

    private mutating func nextLine() async throws -> PluginLine {
        switch try await nextEvent() {
        case .line(let bytes):
            taken += 1
            do {
                return try PluginLine(bytes, hiding: vault)
            } catch let malformed as PluginLine.Malformed {
                throw misbehaved(
                    "broke the protocol: line \(taken) \(malformed.problem)")
            }
        case .ended(let ending, _):
            throw misbehaved("\(ending.failure ?? "ended") without a verdict for \(id).")
        case .failed(let error): throw error
        case .deadline: throw overdue
        }
    }

    /// What it says between the beginning and the end of a step, or between steps.
    private mutating func handle(_ line: PluginLine) async throws {
        switch line {
        case .evidence(let evidence):
            try remark()
            context.record(evidence)
        case .note(let text):
            try remark()
            context.note(text)
        case .intend(let kind, let name, let from):
            try granted(resources).intend(kind, name, from: from)
            try await acknowledge("intend", name)
        case .created(let name, let id):
            try await granted(resources).confirm(name, claim: id)
            try await acknowledge("created", name)
        case .gone(let name):
            try await granted(resources).confirmGone(name)
            try await acknowledge("gone", name)
        case .stepBegan, .stepEnded, .verdict: break
        }
    }

    private mutating func remark() throws {
        remarks += 1
        guard remarks <= Self.mostRemarks else {
            throw misbehaved("gave more than \(Self.mostRemarks) pieces of evidence and notes.")
        }
    }

    private func granted(_ resources: PluginResources?) throws -> PluginResources {
        guard let resources else {
            throw misbehaved(
                "reports resources, but its description does not say that it calls the cloud.")
        }
        return resources
    }

    /// Tells it to go on. What it has printed before that it did not wait for.
    private func acknowledge(_ word: String, _ name: String) async throws {
        let delay = context.settings.pluginAccess.acknowledgementDelay
        if delay > .zero { try await program.clock.sleep(for: delay) }
        guard process.received.value == taken else {
            throw misbehaved("did not wait for the acknowledgement of its \(word) of \(name).")
        }
        input.send(
            try JSON.object(["acknowledged": .string(word), "name": .string(name)]).bytes())
    }
}
