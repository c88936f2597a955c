// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import Testing

@testable import SCSCheckCommand

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Secrets from a file descriptor, and the choice of source.
struct SecretSourceTests {
    private static func question(_ key: String) -> SecretQuestion {
        SecretQuestion(cloud: "c", RequiredSecret(key, Secret("unused")))
    }

    /// A pipe that contains `text`; its writing end stays open if `isOpen`.
    private func pipe(_ text: String, isOpen: Bool = false) throws -> (reader: Int32, writer: Int32)
    {
        var ends: [Int32] = [-1, -1]
        try #require(Glibc.pipe(&ends) == 0)
        let bytes = Array(text.utf8)
        try #require(
            bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) } == bytes.count)
        if !isOpen { close(ends[1]) }
        return (ends[0], ends[1])
    }

    @Test func `Each line is one secret, and the rest stays for the next`() async throws {
        let (reader, _) = try pipe("one two\r\nthree\n")
        defer { close(reader) }
        let source = try SecretDescriptor(reader)
        #expect(try await source.secret(Self.question("password")) == Secret("one two"))
        #expect(try await source.secret(Self.question("password")) == Secret("three"))
        let error = await #expect(throws: Finding.self) {
            _ = try await source.secret(Self.question("passcode"))
        }
        #expect(error?.message.contains("it has no further line. A new one is needed") == true)
        #expect(fcntl(reader, F_GETFD) & FD_CLOEXEC != 0)
    }

    @Test(arguments: ["", "\n", "\r\n"])
    func `An invalid secret is reported without being shown`(text: String) async throws {
        let (reader, _) = try pipe(text)
        defer { close(reader) }
        let error = await #expect(throws: Finding.self) {
            _ = try await SecretDescriptor(reader).secret(Self.question("password"))
        }
        #expect(error?.reason == .auth)
    }

    @Test func `Waiting for a line can be cancelled`() async throws {
        let (reader, writer) = try pipe("begun", isOpen: true)
        defer {
            close(reader)
            close(writer)
        }
        let source = try SecretDescriptor(reader)
        let task = Task { try await source.secret(Self.question("password")) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test(arguments: [-1, 1, 2, 4711])
    func `An unreadable descriptor is wrong usage`(number: Int32) {
        #expect(throws: ValidationError.self) { _ = try SecretDescriptor(number) }
    }

    @Test(arguments: [
        ["--password-prompt", "--password-fd", "0"],
        ["--password-fd", "0", "--password-command", "x"],
    ])
    func `Only one secret source can be chosen`(arguments: [String]) {
        #expect(throws: (any Error).self) { _ = try SecretOptions.parse(arguments) }
    }

    @Test func `Passcodes can have a source of their own`() async throws {
        let (reader, _) = try pipe("from the descriptor\nand again\n")
        defer { close(reader) }
        let options = try SecretOptions.parse([
            "--password-fd", "\(reader)", "--passcode-command", "echo 123456",
        ])
        let source = try #require(try options.source(clock: ContinuousClock()))
        #expect(try await source.secret(Self.question("passcode")) == Secret("123456"))
        #expect(try await source.secret(Self.question("password")) == Secret("from the descriptor"))
        let alone = try #require(
            try SecretOptions.parse(["--passcode-command", "echo 1"]).source(
                clock: ContinuousClock()))
        #expect(alone.answers(RequiredSecret("passcode", Secret(""))))
        #expect(!alone.answers(RequiredSecret("password", Secret(""))))
    }
}
