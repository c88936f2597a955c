// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// The key that signs, and where its passphrase comes from.
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The OpenSSH key that signs; or FILE.pub, whose private half the ssh-agent holds.",
            valueName: "file"), completion: .file())
    var key: String?

    @Option(
        help: ArgumentHelp(
            "Read the key's passphrase as one line from this file descriptor.", valueName: "number")
    )
    var passphraseFd: Int32?

    @Option(
        help: ArgumentHelp(
            "Run this command, without a shell, for the key's passphrase, its first line.",
            valueName: "command"), completion: .file())
    var passphraseCommand: String?

    func validate() throws {
        if passphraseFd != nil && passphraseCommand != nil {
            throw ValidationError("Give only one of --passphrase-fd and --passphrase-command.")
        }
        for (option, isGiven) in [
            ("--passphrase-fd", passphraseFd != nil),
            ("--passphrase-command", passphraseCommand != nil),
        ] where isGiven && key == nil {
            throw ValidationError("\(option) has no effect without --key; omit it.")
        }
    }

    /// The signer; nil if no key is named. Throws sentences for the user, `ExitCode` if interrupted.
    func signer(clock: any Clock<Duration> = ContinuousClock()) async throws -> (any ReportSigner)?
    {
        guard let key else { return nil }
        do {
            switch try KeyFileAccess.read(key) {
            case .publicKey(let publicKey):
                try refusePassphrase("the ssh-agent holds the key")
                return try await AgentSigner(
                    publicKey, file: key.harmless(300),
                    socket: ProcessInfo.processInfo.environment["SSH_AUTH_SOCK"])
            case .privateKey(let file):
                guard file.isEncrypted else {
                    try refusePassphrase("the key is not encrypted")
                    return try file.unlock(passphrase: nil)
                }
                let passphrase = try await source(file, clock).secret(
                    SecretQuestion("passphrase", of: .key, file.file))
                Console.vault.add(passphrase)
                return try file.unlock(passphrase: passphrase)
            }
        } catch is CancellationError {
            throw ExitCode(130)
        } catch let error as SecretCommand.Unusable {
            throw ValidationError(error.description)
        }
    }

    private func source(
        _ file: PrivateKeyFile, _ clock: any Clock<Duration>
    ) throws -> any SecretSource {
        if let passphraseFd {
            return try SecretDescriptor(passphraseFd, option: "--passphrase-fd")
        }
        if let passphraseCommand {
            return try SecretCommand(
                passphraseCommand, option: "--passphrase-command", clock: clock)
        }
        return try TerminalPrompt(
            option: "The prompt for the passphrase of \(file.file)",
            others: "--passphrase-fd or --passphrase-command")
    }

    private func refusePassphrase(_ reason: String) throws {
        guard passphraseFd == nil, passphraseCommand == nil else {
            throw ValidationError("A passphrase has no effect, as \(reason); omit its source.")
        }
    }
}
