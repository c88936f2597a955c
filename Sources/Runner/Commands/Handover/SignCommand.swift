// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// Signs files for SCS's compliance monitor and for assessors.
struct SignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign reports with an OpenSSH key, as the compliance monitor expects.",
        discussion: """
            Writes FILE.sig beside each FILE: an SSH signature for the namespace `report`, which \
            `ssh-keygen -Y verify` and `\(CheckProgram.current.name) verify` take. Keys: Ed25519, ECDSA on NIST's \
            curves, RSA. Exit status: 0 all are signed, 2 one is not, 64 wrong usage.

            Example:
              \(CheckProgram.current.name) sign reports/report.scs.yaml --key ~/.ssh/id_ed25519
            """)

    @Argument(
        help: ArgumentHelp("Files to sign, of any kind.", valueName: "file"), completion: .file())
    var files: [String]

    @OptionGroup var key: KeyOptions

    @Flag(help: "Replace files FILE.sig that are no signatures.")
    var overwrite = false

    func validate() throws {
        guard key.key != nil else {
            throw ValidationError("Name the key that signs: --key ~/.ssh/id_ed25519.")
        }
    }

    func run() async throws {
        let contents = try files.map { file in
            let limit = LocalFile.Limit.record
            guard let bytes = try ConfigurationFile.contents(file, limit: limit) else {
                throw ValidationError("\(file.harmless(300)) does not exist; give a file to sign.")
            }
            return bytes
        }
        try await HandoverFailure.telling {
            for file in files { try Self.output(of: file, overwrite).check() }
            guard let signer = try await key.signer() else { return }
            for (file, bytes) in zip(files, contents) {
                let signature = try await signer.sign(bytes)
                try Self.output(of: file, overwrite).write(Array(signature.armored.utf8))
                Console.print(
                    "\(file.harmless(300)).sig: signed with \(signer.publicKey.fingerprint)")
            }
        }
    }

    private static func output(of file: String, _ overwrite: Bool) -> PrivateFile {
        PrivateFile(path: file + ".sig", own: .signature, overwrites: overwrite)
    }
}
