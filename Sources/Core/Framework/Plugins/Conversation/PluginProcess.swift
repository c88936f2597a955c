// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Subprocess
import Synchronization

/// What comes from a plug-in while it runs, in its order.
enum PluginEvent: Sendable {
    case line([UInt8])
    /// It and its processes have ended.
    case ended(ProgramResults.Ending, orphans: Int)
    /// It could not be run, or was ended for what it printed.
    case failed(any Error)
    /// Its time is over; it still runs.
    case deadline
}

/// What a plug-in that runs reads.
struct PluginInput: Sendable {
    let lines: AsyncStream<[UInt8]>.Continuation

    func send(_ line: [UInt8]) { lines.yield(line) }

    /// Nothing more will come.
    func close() { lines.finish() }
}

/// A plug-in that runs: what it prints becomes events, what it is told are lines.
struct PluginProcess: Sendable {
    let program: PluginProgram
    let limit: Duration
    /// The end of what it printed to standard error.
    let errors = ErrorTail()
    /// How many lines have come from it so far.
    let received = Counter()

    final class Counter: Sendable {
        private let count = Atomic(0)

        var value: Int { count.load(ordering: .acquiring) }

        func add() { count.add(1, ordering: .acquiringAndReleasing) }
    }

    /// Runs it with `request` and lets `converse` talk with it; it has ended when this returns.
    func run<Value: Sendable>(
        _ request: [UInt8],
        _ converse: (AsyncStream<PluginEvent>.Iterator, PluginInput) async throws -> Value
    ) async throws -> Value {
        let (events, event) = AsyncStream.makeStream(of: PluginEvent.self)
        let (lines, line) = AsyncStream.makeStream(of: [UInt8].self)
        let input = PluginInput(lines: line)
        input.send(request)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    let (ending, orphans) = try await launch(lines) { event.yield(.line($0)) }
                    event.yield(.ended(ending, orphans: orphans))
                } catch {
                    event.yield(.failed(error))
                }
                event.finish()
            }
            group.addTask {
                do {
                    try await program.clock.sleep(for: limit)
                    event.yield(.deadline)
                } catch {
                    // The conversation was over first.
                    return
                }
            }
            let result: Result<Value, any Error>
            do {
                result = .success(
                    try await converse(events.makeAsyncIterator(), input))
            } catch {
                result = .failure(error)
            }
            input.close()
            group.cancelAll()
            // Both tasks give their errors as events.
            try await group.waitForAll()
            return try result.get()
        }
    }

    private func launch(
        _ lines: AsyncStream<[UInt8]>, _ onLine: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> (ProgramResults.Ending, Int) {
        do {
            let (result, orphans) = try await program.launch("run").run(
                input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                let (input, output) = (execution.standardInputWriter, execution.standardOutput)
                let errorOutput = execution.standardError
                // It ends with this scope: what is read tells when the program is over.
                async let _: Void = Self.write(lines, to: input)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await split(output, onLine) }
                    group.addTask {
                        for try await piece in errorOutput {
                            guard errors.add(piece.withUnsafeBytes { Array($0) }) else {
                                throw flooded("\(PluginProgram.errorLimit >> 20) MiB of errors")
                            }
                        }
                    }
                    while try await group.next() != nil {}
                }
            }
            return (ProgramResults.Ending(result.terminationStatus), orphans)
        } catch let error as SubprocessError {
            throw program.failure(error)
        }
    }

    private static func write(
        _ lines: AsyncStream<[UInt8]>, to input: StandardInputWriter
    ) async {
        do {
            for await line in lines { _ = try await input.write(line + [0x0A]) }
            try await input.finish()
        } catch {
            // It does not read any more: what it prints, or how it ends, tells the rest.
            return
        }
    }

    private func split(
        _ output: SubprocessOutputSequence, _ onLine: @Sendable ([UInt8]) -> Void
    ) async throws {
        var rest: [UInt8] = []
        var total = 0
        func pass(_ line: some Sequence<UInt8>) throws {
            received.add()
            guard received.value <= PluginProgram.lineCountLimit else {
                throw flooded("\(PluginProgram.lineCountLimit) lines")
            }
            onLine(Array(line))
        }
        for try await piece in output {
            let bytes = piece.withUnsafeBytes { Array($0) }
            total += bytes.count
            guard total <= PluginProgram.outputLimit else {
                throw flooded("\(PluginProgram.outputLimit >> 20) MiB")
            }
            rest += bytes
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: 0x0A) {
                try pass(rest[start..<end])
                start = end + 1
            }
            rest.removeFirst(start)
            guard rest.count <= PluginProgram.lineLimit else {
                throw program.misbehaved(
                    "printed a line of more than \(PluginProgram.lineLimit >> 10) KiB and was "
                        + "ended.")
            }
        }
        if !rest.isEmpty { try pass(rest) }
    }

    private func flooded(_ amount: String) -> Finding {
        program.misbehaved("printed more than \(amount) and was ended.")
    }
}

/// The last lines that a program printed to standard error.
final class ErrorTail: Sendable {
    private let state = Mutex((total: 0, tail: [UInt8]()))
    private static let kept = 16 << 10

    /// False where it was more than a program may print.
    func add(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            state.total += bytes.count
            state.tail = Array((state.tail + bytes).suffix(Self.kept))
            return state.total <= PluginProgram.errorLimit
        }
    }

    var lines: [String] {
        let (total, tail) = state.withLock { $0 }
        let lines = String(decoding: tail, as: UTF8.self).split(whereSeparator: \.isNewline)
        // Half a line may begin with half a secret, which nobody would know again.
        return lines.dropFirst(total > tail.count ? 1 : 0).suffix(100).map(String.init)
    }
}
