// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// Verifies who signed a file, and that nothing was changed since.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Verify a signed report or an evidence bundle: who signed it, and that it is unchanged.",
        discussion: """
            An evidence bundle of `\(CheckProgram.current.name) run --evidence` needs no --signature: each file \
            that was changed, removed or added is named, and so is the signer. For other files it takes signatures of `\(CheckProgram.current.name) sign` and of `ssh-keygen -Y sign -n \
            report`. It works offline. Exit status: 0 all is unchanged and, where a list is given, signed by an \
            allowed signer; 1 not so; 64 wrong usage.

            Example:
              \(CheckProgram.current.name) verify report.scs.yaml --allowed-signers signers
            """)

    @Argument(
        help: ArgumentHelp("The signed file, or an evidence bundle.", valueName: "file"),
        completion: .file())
    var file: String

    @Option(
        help: ArgumentHelp("The signature. Default: FILE.sig.", valueName: "file"),
        completion: .file())
    var signature: String?

    @OptionGroup var signers: AllowedSignersOptions

    func run() throws {
        let message = try Self.contents(file, "The file")
        if signature == nil, EvidenceBundle.isOne(message) {
            return try BundleVerification.verify(message, file, signers)
        }
        guard let list = try signers.list() else {
            throw ValidationError(
                "Name who may sign: --allowed-signers FILE, with lines such as "
                    + "`assessor@example.org ssh-ed25519 AAAA…`.")
        }
        let path = signature ?? file + ".sig"
        let bytes = try Self.contents(path, "The signature")
        do {
            let signature = try SSHSignature(armored: bytes, file: path.harmless(300))
            guard try signature.isValid(for: message) else {
                throw SigningError(
                    "\(file.harmless(300)) is not what \(signature.publicKey.fingerprint) signed: it was "
                        + "changed, or the signature belongs to another file.")
            }
            let signer = try list.principals(
                of: signature.publicKey, identity: signers.identity, at: try signers.moment())
            Console.print(
                "\(file.harmless(300)): signed by \(signer.harmless(300)) with "
                    + signature.publicKey.fingerprint)
        } catch let error as SigningError {
            Console.tell(error.description)
            throw ExitCode(1)
        }
    }

    private static func contents(_ path: String, _ noun: String) throws -> [UInt8] {
        guard let bytes = try ConfigurationFile.contents(path, limit: LocalFile.Limit.record)
        else { throw ValidationError("\(noun) \(path.harmless(300)) does not exist.") }
        return bytes
    }
}

/// Who may have signed.
struct AllowedSignersOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Who may sign, in the format of ssh-keygen (ALLOWED SIGNERS).", valueName: "file"),
        completion: .file())
    var allowedSigners: String?

    @Option(
        help: ArgumentHelp(
            "Only this signer of the list. Default: whoever has the key.", valueName: "name"))
    var identity: String?

    @Option(
        help: ArgumentHelp(
            "The day for which the key must be valid. Default: now.", valueName: "YYYY-MM-DD"))
    var date: String?

    func validate() throws {
        _ = try moment()
        for (option, value) in [("--identity", identity), ("--date", date)]
        where value != nil && allowedSigners == nil {
            throw ValidationError("\(option) has no effect without --allowed-signers; omit it.")
        }
    }

    /// The list; nil if none is named. Throws `ValidationError`.
    func list() throws -> AllowedSigners? {
        guard let allowedSigners else { return nil }
        guard let bytes = try ConfigurationFile.contents(allowedSigners) else {
            throw ValidationError(
                "The list of allowed signers \(allowedSigners.harmless(300)) does not exist.")
        }
        do {
            return try AllowedSigners(bytes, file: allowedSigners.harmless(300))
        } catch {
            throw ValidationError(error.description)
        }
    }

    func moment() throws -> Date {
        guard let date else { return Date() }
        guard let day = CalendarDate(date) else {
            throw ValidationError(
                "--date takes a day such as 2026-11-28, not \(date.quotedForMessage).")
        }
        return day.midnight
    }
}
