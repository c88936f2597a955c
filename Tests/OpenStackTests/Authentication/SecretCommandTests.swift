// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSOpenStack
@testable import SCSSupport

/// Commands whose first line is a secret, and their failures.
struct SecretCommandTests {
    private static let question = SecretQuestion(
        cloud: "c", RequiredSecret("password", Secret("unused")))

    private func secret(
        _ line: String, clock: any Clock<Duration> = ContinuousClock()
    ) async throws -> Secret {
        try await SecretCommand(line, option: "--password-command", clock: clock)
            .secret(Self.question)
    }

    @Test(arguments: [
        ("printf 'hunter2\\n'", "hunter2"), ("printf 'hunter2\\r\\nmore\\n'", "hunter2"),
        ("printf ' a b '", " a b "), ("printf '%s' \"don't; $HOME `id`\"", "don't; $HOME `id`"),
        ("sh -c 'echo $SCS_CHECK_CLOUD-$SCS_CHECK_SECRET'", "c-password"),
    ])
    func `The first line is the secret, and no shell parses the command`(
        line: String, expected: String
    ) async throws {
        #expect(try await secret(line) == Secret(expected))
    }

    @Test(arguments: [
        ("sh -c 'echo hunter2; exit 3'", "sh (--password-command) ended with status 3"),
        ("sh -c 'echo hunter2; kill -TERM $$'", "was ended by signal 15"),
        ("true", "printed no first line"), ("printf '\\nhunter2\\n'", "printed no first line"),
        ("printf '\\377'", "printed no first line"), ("yes hunter2", "printed more than 64 KiB"),
        ("/nonexistent/hunter2 hunter2", "cannot be run"), ("nonexistent-4711", "cannot be run"),
    ])
    func `An error shows neither the command's output nor its arguments`(
        line: String, told: String
    ) async throws {
        let error = await #expect(throws: AccessError.self) { _ = try await secret(line) }
        let message = error?.message ?? ""
        #expect(message.contains(told), "\(message)")
        #expect(error?.cause == .credentials)
        #expect(!message.replacing("hunter2 (--password-command)", with: "").contains("hunter2"))
    }

    @Test func `A command that exceeds its time limit is ended`() async throws {
        let error = await #expect(throws: AccessError.self) {
            _ = try await secret("sleep 1000", clock: InstantClock())
        }
        #expect(
            error?.message.contains("had printed nothing after 2 min") == true,
            "\(error?.message ?? "")")
    }

    @Test(arguments: ["", "  ", "pass 'x", "''", "\"a"])
    func `An invalid command is refused before anything runs`(line: String) {
        #expect(throws: SecretCommand.Unusable.self) {
            _ = try SecretCommand(line, option: "--password-command", clock: InstantClock())
        }
    }
}
