// SPDX-License-Identifier: Apache-2.0

/// Requests to an ssh-agent and its replies (draft-ietf-sshm-ssh-agent).
enum AgentReply {
    /// What is wrong with a reply, to follow "the agent" in a sentence.
    struct Refused: Error, Equatable {
        let problem: String
    }

    static let identitiesRequest: [UInt8] = [11]

    /// A request to sign, for RSA with SHA-512.
    static func signRequest(_ key: SSHPublicKey, _ data: [UInt8]) -> [UInt8] {
        var writer = SSHWriter()
        writer.raw([13])
        writer.string(key.blob)
        writer.string(data)
        writer.number(key.type == "ssh-rsa" ? 4 : 0)
        return writer.bytes
    }

    /// The keys in a reply.
    static func identities(_ reply: [UInt8]) throws(Refused) -> [[UInt8]] {
        try read(reply, type: 12, "list its keys") { reader throws(SSHReader.Malformed) in
            let count = try reader.number("the number of keys")
            var keys: [[UInt8]] = []
            // Not reserved: the number is only a claim.
            for _ in 0..<count {
                keys.append(try reader.string("a key"))
                _ = try reader.string("a comment")
            }
            return keys
        }
    }

    /// The signature in a reply, in SSH's format.
    static func signature(_ reply: [UInt8]) throws(Refused) -> [UInt8] {
        try read(reply, type: 14, "sign: it may want a confirmation, or be locked") {
            reader throws(SSHReader.Malformed) in
            try reader.string("a signature")
        }
    }

    private static func read<Value>(
        _ reply: [UInt8], type: UInt8, _ action: String,
        _ body: (inout SSHReader) throws(SSHReader.Malformed) -> Value
    ) throws(Refused) -> Value {
        guard let first = reply.first else { throw Refused(problem: "sent an empty answer") }
        guard first == type else {
            throw Refused(
                problem: first == 5 || first == 30
                    ? "refused to \(action)" : "sent an answer of the unknown type \(first)")
        }
        do {
            var reader = SSHReader(Array(reply.dropFirst()))
            let value = try body(&reader)
            try reader.end("its content")
            return value
        } catch {
            throw Refused(problem: "sent an answer that \(error.problem)")
        }
    }
}
