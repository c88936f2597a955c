// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A key whose private half an ssh-agent holds.
package struct AgentSigner: ReportSigner {
    package let publicKey: SSHPublicKey
    private let socket: AgentSocket

    /// Throws `SigningError` if there is no agent, or it does not hold the key.
    ///
    /// `socket` is the value of `SSH_AUTH_SOCK`, `file` the public key's name for messages.
    package init(_ publicKey: SSHPublicKey, file: String, socket: String?) async throws {
        guard let socket, !socket.isEmpty else {
            throw SigningError(
                "\(file) is a public key, whose private half an ssh-agent must hold, but SSH_AUTH_SOCK "
                    + "names no agent; start one, or give the private key.")
        }
        self.publicKey = publicKey
        self.socket = AgentSocket(path: socket)
        let keys: [[UInt8]]
        do {
            keys = try AgentReply.identities(
                try await self.socket.exchange(AgentReply.identitiesRequest))
        } catch let error as AgentReply.Refused {
            throw SigningError("The ssh-agent at \(socket.harmless(300)) \(error.problem).")
        }
        guard keys.contains(publicKey.blob) else {
            throw SigningError(
                "The ssh-agent does not hold the private half of \(file) (\(publicKey.fingerprint)); it "
                    + "holds \(keys.count.counted("key")). Add it with ssh-add.")
        }
    }

    package func signature(of data: [UInt8]) async throws -> [UInt8] {
        do {
            return try AgentReply.signature(
                try await socket.exchange(AgentReply.signRequest(publicKey, data)))
        } catch let error as AgentReply.Refused {
            throw SigningError(
                "The ssh-agent \(error.problem). Nothing was signed with \(publicKey.fingerprint).")
        }
    }
}
