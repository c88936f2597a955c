// SPDX-License-Identifier: Apache-2.0
import Subprocess
import SystemPackage
package import SCSSupport

/// A command that prints a secret as its first line: `pass show cloud`, `oathtool …`.
///
/// It is started without a shell; what it prints goes nowhere else, what it complains of is shown.
package struct SecretCommand: SecretSource {
    /// A command line that cannot be carried out.
    package struct Unusable: Error, CustomStringConvertible {
        package let description: String
    }

    private let words: [String]
    private let option: String
    private let timeLimit: Duration
    private let clock: any Clock<Duration>
    /// The longest first line that is taken for a secret, in bytes.
    private static let limit = 64 << 10

    /// `option` is what it was given as, for errors. Throws `Unusable` for an open quote or nothing.
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

    /// Runs it and takes the first line of what it prints, without the line's end.
    package func secret(_ question: SecretQuestion) async throws -> Secret {
        let secret = try await value(within: timeLimit, on: clock) { try await run(question) }
        guard let secret else {
            throw failure(
                question, "had printed nothing after \(timeLimit.formatted) and was ended")
        }
        return secret
    }

    /// Runs it; where it fails or its time is over, what it has started is ended too.
    private func run(_ question: SecretQuestion) async throws -> Secret {
        // In our session and group: it may ask the person at our terminal. What a successful one
        // leaves running (an agent that keeps the key) is the user's.
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
            "SCS_CHECK_CLOUD": question.cloud, "SCS_CHECK_SECRET": question.key,
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

    /// Names the program alone: an argument may be a secret, and what it printed is one.
    private func failure(_ question: SecretQuestion, _ what: String) -> AccessError {
        let program = words[0].split(separator: "/").last.map(String.init) ?? words[0]
        return AccessError(
            .credentials,
            "The \(question.key) of cloud \(question.cloud.quotedForMessage) is missing: "
                + "\(program.harmless(80)) (\(option)) \(what).",
            advice: "Run the command by hand; it must print the secret as its first line.")
    }
}

extension Secret {
    /// The first line of `bytes` without its end; nil where it is empty or no UTF-8.
    package init?(firstLine bytes: [UInt8]) {
        var line = bytes.prefix { $0 != 0x0A }
        // Files that were written elsewhere end their lines so.
        if line.count < bytes.count, line.last == 0x0D { line.removeLast() }
        guard !line.isEmpty, let text = String(validating: line, as: UTF8.self) else { return nil }
        self.init(text)
    }
}
