// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// A service answered, and the answer is a refusal or a fault.
public struct APIError: Error, Sendable, CustomStringConvertible {
    /// The status code of the response.
    public var status: Int
    /// The request as a reader of the service's log knows it: `POST /v3/…/backups`.
    public var call: String
    /// What the service says about it, at most 500 characters, control characters removed.
    public var explanation: String
    /// The id to search the service's logs for.
    public var requestID: String?
    /// When to come back, as the service wrote it: seconds or a date.
    package let retryAfter: String?
    /// Who answered, where it is a service that we know.
    public var service: ServiceType?
    /// Whether the service says when to come back: it is busy, and nothing is used up.
    package let isForNow: Bool
    /// Whether it refuses because a quota is used up, which says nothing about what a cloud can do.
    ///
    /// Block Storage and Image answer 413. Network names the kind of its error: 409 with
    /// `NeutronError.type` OverQuota (neutron-lib `exceptions.OverQuota`). Compute and the key manager
    /// have nothing but the status 403 and the beginning of a sentence (nova `TooManyInstances` and
    /// its siblings: "Quota exceeded for …"; barbican `QuotaReached.client_message`).
    public var isOverQuota: Bool

    /// `secrets` are those that the request carried: an answer that repeats one does not show it.
    init(_ response: HTTPResponse, call: String, hiding secrets: [Secret] = []) {
        status = response.status
        retryAfter = response.headers["Retry-After"]
        isForNow = retryAfter.map { $0 != "0" } ?? false
        self.call = call
        explanation = Self.explanation(in: response.body.hiding(secrets))
        requestID = response.requestID
        isOverQuota =
            switch response.status {
            case 413: !isForNow
            case 409: Self.kind(in: response.body) == "OverQuota"
            case 403: Self.quotaRefusals.contains(where: explanation.hasPrefix)
            default: false
            }
    }

    /// How services that give a quota no status and no kind of its own begin their refusals.
    private static let quotaRefusals = [
        "Quota exceeded", "Creation not allowed because a quota has been reached",
    ]

    /// The kind of error that Network names beside its message.
    private static func kind(in body: [UInt8]) -> String? {
        do {
            return try JSON.parse(body)["NeutronError"]?["type"]?.string
        } catch {
            // A page of somebody in between names no kind.
            return nil
        }
    }

    /// The value in words.
    public var description: String {
        let said = explanation.isEmpty ? "" : ": \(explanation)"
        let request = requestID.map { " (\($0))" } ?? ""
        return "\(call) answered \(status)\(said)\(request)"
    }

    /// Finds the text in the envelopes that OpenStack services use, else the start of a plain one.
    static func explanation(in body: [UInt8]) -> String {
        guard !body.isEmpty else { return "" }
        // What is no JSON (a proxy's HTML, say) is shown as the text it is.
        if let json = try? JSON.parse(body) {
            if let message = json["message"]?.string ?? json["description"]?.string {
                return message.harmless(500)
            }
            if case .object(let fields) = json {
                for (_, inner) in fields.sorted(by: { $0.key < $1.key }) {
                    if let message = inner["message"]?.string { return message.harmless(500) }
                }
            }
            return ""
        }
        var text = ""
        var inTag = false
        let page = String(decoding: body.prefix(4000), as: UTF8.self)
        // The title of an HTML page says what its body says again.
        let start = page.firstRange(of: "</title>")?.upperBound ?? page.startIndex
        for character in page[start...] {
            if character == "<" { inTag = true }
            if !inTag { text.append(character) }
            if character == ">" {
                inTag = false
                text.append(" ")
            }
        }
        return text.harmless(500)
    }
}
