// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// An open file descriptor that provides one secret per line.
struct SecretDescriptor: SecretSource {
    private let number: Int32
    private let option: String
    private let input: LineInput

    /// Throws `ValidationError` if it is not open, or is an output of this program.
    init(_ number: Int32, option: String = "--password-fd") throws {
        guard number != STDOUT_FILENO, number != STDERR_FILENO else {
            throw ValidationError(
                "\(option) \(number) is used for output; give 0, or 3 and above.")
        }
        let flags = number < 0 ? -1 : fcntl(number, F_GETFD)
        guard flags >= 0 else {
            throw ValidationError(
                "\(option) \(number) is not open; open it when you start scs-check, for "
                    + "example with 3<file.")
        }
        // Programs that a run starts must not read secrets from it.
        _ = fcntl(number, F_SETFD, flags | FD_CLOEXEC)
        self.number = number
        self.option = option
        input = LineInput(number)
    }

    func secret(_ question: SecretQuestion) async throws -> Secret {
        let line: [UInt8]
        do {
            line = try await input.line()
        } catch let ending as LineInput.Ending {
            throw failure(question, Self.words(ending))
        }
        guard let secret = Secret(firstLine: line) else {
            throw failure(question, "its line is empty or not UTF-8")
        }
        return secret
    }

    private static func words(_ ending: LineInput.Ending) -> String {
        switch ending {
        case .end: "it has no further line"
        case .tooLong: "its line is longer than 64 KiB"
        case .failed(let code): "it cannot be read: \(String(cString: strerror(code)))"
        }
    }

    private func failure(_ question: SecretQuestion, _ what: String) -> Finding {
        let each = question.isOneTime ? " A new one is needed for each sign-in." : ""
        return Finding(
            .auth,
            "The \(question.inMessage) is missing: file descriptor \(number) (\(option)): "
                + "\(what).\(each)",
            advice: "Write one line for each secret, or use "
                + option.replacing("-fd", with: "-command") + ".")
    }
}
