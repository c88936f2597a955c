// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Subprocess
import Synchronization
import SystemPackage

/// How a program of others is run: in a session of its own, and ended with everything it has started.
struct ProgramLaunch: Sendable {
    let executable: Executable
    let arguments: [String]
    /// All that it finds in its environment, besides the mark of its family.
    let environment: [String: String]
    let folder: String
    let clock: any Clock<Duration>
    /// How long it may take to end once it is asked to, before it is killed.
    let grace: Duration

    /// Returns when it and all its processes have ended, with how many it had left behind.
    ///
    /// Where the task is cancelled, or `body` throws, it is ended first.
    func run<
        Value: Sendable, Input: InputProtocol, Output: OutputProtocol, Errors: ErrorOutputProtocol
    >(
        input: Input, output: Output, error: Errors,
        _ body: (Execution<Input, Output, Errors>) async throws -> Value
    ) async throws -> (result: ExecutionResult<Value, Output, Errors>, orphans: Int) {
        let family = ProcessFamily(clock: clock, grace: grace)
        let group = Mutex<pid_t?>(nil)
        let ended: Result<ExecutionResult<Value, Output, Errors>, any Error>
        do {
            ended = .success(
                try await start(family, input, output, error) { execution in
                    group.withLock { $0 = execution.processIdentifier.value }
                    return try await body(execution)
                })
        } catch {
            ended = .failure(error)
        }
        let orphans = await family.end(group: group.withLock { $0 })
        return (try ended.get(), orphans)
    }

    private func start<
        Value: Sendable, Input: InputProtocol, Output: OutputProtocol, Errors: ErrorOutputProtocol
    >(
        _ family: ProcessFamily, _ input: Input, _ output: Output, _ error: Errors,
        _ body: (Execution<Input, Output, Errors>) async throws -> Value
    ) async throws -> ExecutionResult<Value, Output, Errors> {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: grace)
        ]
        let environment = environment.merging([ProcessFamily.variable: family.mark]) { $1 }
        return try await Subprocess.run(
            executable, arguments: Arguments(arguments),
            environment: .custom(
                Dictionary(
                    uniqueKeysWithValues: environment.map {
                        (Environment.Key(stringLiteral: $0.key), $0.value)
                    })),
            workingDirectory: FilePath(folder), platformOptions: options, input: input,
            output: output, error: error, body: body)
    }
}

extension ProgramResults.Ending {
    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(code)
        case .signaled(let signal): self = .signaled(signal)
        }
    }
}
