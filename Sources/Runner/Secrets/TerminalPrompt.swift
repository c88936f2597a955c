// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
@preconcurrency import Dispatch
import SCSCheck

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Prompts at the terminal without echo.
///
/// It opens the terminal itself, whatever standard input and output are.
struct TerminalPrompt: SecretSource {
    private let terminal: Int32
    private let input: LineInput
    private let others: String

    /// `option` names the prompt in errors, `others` what to use instead.
    ///
    /// Throws `ValidationError` if the program has no terminal.
    init(
        option: String = "--password-prompt",
        others: String = "--password-fd or --password-command"
    ) throws {
        terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0, isatty(terminal) == 1 else {
            throw ValidationError(
                "\(option) needs a terminal, but there is none; use \(others).")
        }
        input = LineInput(terminal)
        self.others = others
    }

    /// Prompts once; Ctrl-C and signals that end the program restore the terminal and throw
    /// `CancellationError`.
    func secret(_ question: SecretQuestion) async throws -> Secret {
        let words = "\(question.key) for \(question.owner.rawValue) \(question.name.harmless(80)): "
        let line: [UInt8]
        do {
            line = try await input.line { [terminal] end in
                // In this order, so that an interruption restores the terminal.
                let signals = EndingSignals(onSignal: end)
                let hiding: HiddenTyping
                do { hiding = try HiddenTyping(terminal) } catch {
                    signals.end()
                    throw error
                }
                Self.write("\r" + words, to: terminal)
                return {
                    hiding.end()
                    Self.write("\n", to: terminal)
                    signals.end()
                }
            }
        } catch is LineInput.Ending {
            throw failure(question, "no input")
        }
        guard let secret = Secret(firstLine: line) else {
            throw failure(question, "no input")
        }
        return secret
    }

    private func failure(_ question: SecretQuestion, _ what: String) -> Finding {
        Finding(
            .auth,
            "The \(question.inMessage) is missing: \(what).",
            advice: "Run again and enter it, or use \(others).")
    }

    private static func write(_ text: String, to terminal: Int32) {
        let bytes = Array(text.utf8)
        // If the prompt cannot be shown, the program at least visibly waits.
        _ = bytes.withUnsafeBytes { Glibc.write(terminal, $0.baseAddress, $0.count) }
    }
}

/// A terminal without echo, until it is restored.
private struct HiddenTyping {
    private let terminal: Int32
    private let before: termios

    init(_ terminal: Int32) throws {
        self.terminal = terminal
        var settings = termios()
        guard tcgetattr(terminal, &settings) == 0 else { throw LineInput.Ending.failed(errno) }
        before = settings
        settings.c_lflag &= ~tcflag_t(ECHO)
        settings.c_lflag |= tcflag_t(ICANON) | tcflag_t(ISIG)
        // Suspending would return to a terminal that echoes.
        withUnsafeMutableBytes(of: &settings.c_cc) { $0[Int(VSUSP)] = 0 }
        guard tcsetattr(terminal, TCSAFLUSH, &settings) == 0 else {
            throw LineInput.Ending.failed(errno)
        }
    }

    func end() {
        var settings = before
        // Flushes remaining input, which was meant for the prompt.
        _ = tcsetattr(terminal, TCSAFLUSH, &settings)
    }
}

/// Signals that would end the program, held while the user types.
private final class EndingSignals: Sendable {
    private static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
    private let sources: [any DispatchSourceSignal]
    private let before: [sigaction]

    init(onSignal: @escaping @Sendable () -> Void) {
        before = Self.numbers.map { number in
            var old = sigaction()
            var ignored = sigaction()
            ignored.__sigaction_handler.sa_handler = SIG_IGN
            sigaction(number, &ignored, &old)
            return old
        }
        let registrations = DispatchGroup()
        sources = Self.numbers.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler(handler: onSignal)
            registrations.enter()
            source.setRegistrationHandler { registrations.leave() }
            source.resume()
            return source
        }
        // Until then a signal would have no handler.
        registrations.wait()
    }

    func end() {
        for source in sources { source.cancel() }
        for (number, old) in zip(Self.numbers, before) {
            var old = old
            sigaction(number, &old, nil)
        }
    }
}
