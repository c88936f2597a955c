// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSSupport

/// Who may sign: the file that `ssh-keygen -Y verify -f` takes.
package struct AllowedSigners: Sendable {
    private let file: String
    private let signers: [AllowedSigner]

    /// Throws `SigningError` with the line of the first mistake.
    package init(_ bytes: [UInt8], file: String) throws(SigningError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SigningError("\(file) is not text in UTF-8; expected a list of allowed signers.")
        }
        self.file = file
        var signers: [AllowedSigner] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            do {
                if let signer = try AllowedSigner(line, line: index + 1) { signers.append(signer) }
            } catch {
                throw SigningError("\(file):\(index + 1): \(error.problem).")
            }
        }
        self.signers = signers
    }

    /// Whoever may sign with this key, as the list names them: a name, or patterns of names.
    ///
    /// Throws `SigningError` if nobody may; the identity, where one is given, must be among them.
    package func principals(
        of key: SSHPublicKey, identity: String?, at date: Date
    ) throws(SigningError) -> String {
        var problems: [String] = []
        for signer in signers where signer.blob == key.blob {
            let problem = problem(of: signer, identity, date)
            guard let problem else { return identity ?? signer.principals.text }
            problems.append("line \(signer.line): \(problem)")
        }
        if problems.isEmpty, signers.contains(where: \.isAuthority) {
            problems.append(
                "it lists an authority (cert-authority), but certificates are not supported; list the "
                    + "keys themselves")
        }
        let reasons = problems.isEmpty ? "" : " (\(problems.joined(separator: "; ")))"
        throw SigningError(
            "The key \(key.fingerprint) is not that of an allowed signer in \(file)\(reasons).")
    }

    private func problem(
        of signer: AllowedSigner, _ identity: String?, _ date: Date
    ) -> String? {
        if signer.isAuthority {
            return
                "it is listed as an authority (cert-authority), which signs certificates, not reports"
        }
        if let namespaces = signer.namespaces, !namespaces.matches(SSHSignature.namespace) {
            return "it may sign for the namespaces \(namespaces.text.quotedForMessage) only"
        }
        if let identity, !signer.principals.matches(identity) {
            return "it is not that of \(identity.quotedForMessage)"
        }
        if let from = signer.validAfter, date < from {
            return "it is not valid before \(Timestamp.format(from))"
        }
        if let until = signer.validBefore, date > until {
            return "it was valid until \(Timestamp.format(until))"
        }
        return nil
    }
}
