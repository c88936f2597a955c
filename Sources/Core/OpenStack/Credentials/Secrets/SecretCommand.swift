// SPDX-License-Identifier: Apache-2.0
package import SCSSupport
import Subprocess
import SystemPackage

/// A command that prints a secret as its first line: `pass show cloud`, `oathtool …`.
///
/// It runs without a shell; its output goes nowhere else, its error output is shown.
package struct SecretCommand: SecretSource {
    /// A command line that cannot be run.
    package struct Unusable: Error, CustomStringConvertible {
        package let description: String
    }

    private let words: [String]
    private let option: String
    private let timeLimit: Duration
    private let clock: any Clock<Duration>
    /// The maximum length of the first line, in bytes.
    private static let limit = 64 << 10

    /// `option` names the source in errors. Throws `Unusable` for an open quote or an empty
    /// command.
    package init(
        _ line: String, option: String, timeLimit: Duration = .seconds(120),
        clock: any Clock<Duration>
    ) throws {
        guard let words = ShellWords.split(line), words.first?.isEmpty == false else {
            throw Unusable(
                description: "\(option) takes a command with its arguments, every quote closed.")
        }
        self.words = words
        self.option = option
        self.timeLimit = timeLimit
        self.clock = clock
    }

    /// Runs it and returns the first line of its output, without the line break.
    package func secret(_ question: SecretQuestion) async throws -> Secret {
        let secret = try await value(within: timeLimit, on: clock) { try await run(question) }
        guard let secret else {
            throw failure(
                question, "had printed nothing after \(timeLimit.formatted) and was ended")
        }
        return secret
    }

    /// Runs it; after a failure or the time limit, everything it started is ended too.
    private func run(_ question: SecretQuestion) async throws -> Secret {
        // In our session and group, so that it can prompt at the terminal. What a successful
        // command leaves running (such as a key agent) belongs to the user.
        let family = ProcessFamily(clock: clock)
        do {
            return try await run(question, family)
        } catch {
            _ = await family.end()
            throw error
        }
    }

    private func run(_ question: SecretQuestion, _ family: ProcessFamily) async throws -> Secret {
        let program = words[0]
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
        let environment = Environment.inherit.updating([
            "SCS_CHECK_CLOUD": question.owner == .cloud ? question.name : "",
            "SCS_CHECK_SECRET": question.key,
            Environment.Key(stringLiteral: ProcessFamily.variable): family.mark,
        ])
        let ended: ExecutionResult<Void, BytesOutput, FileDescriptorOutput>
        do {
            ended = try await Subprocess.run(
                program.contains("/") ? .path(FilePath(program)) : .name(program),
                arguments: Arguments(Array(words.dropFirst())), environment: environment,
                platformOptions: options, output: .bytes(limit: Self.limit),
                error: .currentStandardError)
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            throw failure(question, "printed more than \(Self.limit >> 10) KiB")
        } catch is SubprocessError {
            throw failure(question, "cannot be run; is it there, and on the path?")
        }
        switch ended.terminationStatus {
        case .exited(0): break
        case .exited(let status): throw failure(question, "ended with status \(status)")
        case .signaled(let signal): throw failure(question, "was ended by signal \(signal)")
        }
        guard let secret = Secret(firstLine: ended.standardOutput) else {
            throw failure(question, "printed no first line that could be a secret")
        }
        return secret
    }

    /// Names only the program: arguments may be secret, and so is its output.
    private func failure(_ question: SecretQuestion, _ what: String) -> AccessError {
        let program = words[0].split(separator: "/").last.map(String.init) ?? words[0]
        return AccessError(
            .credentials,
            "The \(question.inMessage) is missing: "
                + "\(program.harmless(80)) (\(option)) \(what).",
            advice: "Run the command by hand; it must print the secret as its first line.")
    }
}

extension Secret {
    /// The first line of `bytes` without its line break; nil if it is empty or not UTF-8.
    package init?(firstLine bytes: [UInt8]) {
        var line = bytes.prefix { $0 != 0x0A }
        // Files from Windows end lines with CR LF.
        if line.count < bytes.count, line.last == 0x0D { line.removeLast() }
        guard !line.isEmpty, let text = String(validating: line, as: UTF8.self) else { return nil }
        self.init(text)
    }
}
