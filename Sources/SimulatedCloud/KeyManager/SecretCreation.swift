// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSupport

extension World {
    private static let types: Set = [
        "symmetric", "public", "private", "passphrase", "certificate", "opaque",
    ]
    private static let largest = 20_000

    mutating func createSecret(_ call: Call, _ who: Identity) throws(Answer) -> Answer {
        guard case .object(var body)? = JSON(parsing: call.body) else {
            throw .barbican(
                400, "Bad Request", "Unable to decode request body: it is not a JSON object.")
        }
        try requireSecrets(who, "creation")
        let encoding = body.removeValue(forKey: "payload_content_encoding")?.string
        let type = body.removeValue(forKey: "payload_content_type")?.string
        let text = body.removeValue(forKey: "payload")?.string
        let name = body.removeValue(forKey: "name")?.string
        if let kind = body["secret_type"]?.string, !Self.types.contains(kind) {
            throw invalid(
                "'\(kind)' is not one of ['symmetric', 'public', 'private', 'passphrase', "
                    + "'certificate', 'opaque']")
        }
        var secret = StoredSecret(
            id: random.uuid(), project: who.project?.id ?? "", user: who.user.id, name: name,
            created: now, updated: now, attributes: body)
        if let text {
            guard let type else {
                throw invalid(
                    "If 'payload' is supplied, 'payload_content_type' must also be supplied.")
            }
            guard !text.isEmpty else { throw invalid("'payload' is an empty string") }
            secret.contentType = type
            secret.payload = Array(text.utf8)
            if encoding == "base64" {
                guard let data = Data(base64Encoded: text) else {
                    throw invalid("Invalid payload for payload_content_encoding")
                }
                secret.payload = Array(data)
            }
            guard (secret.payload?.count ?? 0) <= Self.largest else {
                throw .barbican(
                    413, "Request Entity Too Large",
                    "Could not perform processing due to a too large payload.")
            }
        }
        secrets.add(secret)
        var answer = Answer.json(201, ["secret_ref": .string(secret.reference)])
        answer.headers.append(("Location", secret.reference))
        return answer
    }

    /// Stores the payload of a secret that was created without one.
    mutating func fill(_ secret: StoredSecret, _ call: Call) throws(Answer) -> Answer {
        guard secret.payload == nil else {
            throw .barbican(409, "Conflict", "Secret already has data, cannot modify it.")
        }
        secrets[secret.id]?.payload = call.body
        secrets[secret.id]?.contentType = call.headers["Content-Type"] ?? "text/plain"
        secrets[secret.id]?.updated = now
        return Answer(status: 204)
    }

    private func invalid(_ reason: String) -> Answer {
        .barbican(
            400, "Bad Request",
            "Provided object does not match schema 'Secret': \(reason). Invalid property: "
                + "'payload'")
    }
}
