// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// Verifies an evidence bundle and says what is wrong with it.
enum BundleVerification {
    /// Prints who signed what; throws `ExitCode` 1 if anything is not as it was packed.
    static func verify(_ bytes: [UInt8], _ path: String, _ signers: AllowedSignersOptions) throws {
        let shown = path.harmless(300)
        let list = try signers.list()
        let bundle: EvidenceBundle
        do {
            bundle = try EvidenceBundle(bytes, file: shown)
        } catch {
            Console.tell(error.description)
            throw ExitCode(1)
        }
        var problems = bundle.differences
        var signature = "not signed"
        do {
            if let key = try bundle.signer() {
                signature = "signed with \(key.fingerprint)"
                if let list {
                    let name = try list.principals(
                        of: key, identity: signers.identity, at: try signers.moment())
                    signature = "signed by \(name.harmless(300)) with \(key.fingerprint)"
                } else {
                    signature += "; whose key it is, --allowed-signers tells"
                }
            } else if list != nil {
                problems.append("It is not signed, so that anybody may have made it.")
            }
        } catch let error as SigningError {
            problems.append(error.description)
        }
        let manifest = bundle.manifest
        let what =
            "run \(manifest.run.harmless(80)) of \(manifest.subject.harmless(200)), "
            + manifest.time.harmless(40)
        guard problems.isEmpty else {
            for problem in problems { Console.tell("\(shown): \(problem)") }
            throw ExitCode(1)
        }
        Console.print(
            "\(shown): \(manifest.files.count.counted("file")) unchanged; \(what); \(signature)")
    }
}
