// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSHTTP

/// A service answered with a refusal or a fault.
public struct APIError: Error, Sendable, CustomStringConvertible {
    /// The status code of the answer.
    public var status: Int
    /// The request as the service's log shows it: `POST /v3/…/backups`.
    public var call: String
    /// The service's message, at most 500 characters, without control characters.
    public var explanation: String
    /// The request id to search the service's logs for.
    public var requestID: String?
    /// The header `Retry-After`: seconds or a date.
    package let retryAfter: String?
    /// The service that answered, if it is a known one.
    public var service: ServiceType?
    /// Whether the service says when to retry: it is busy, and no quota is exhausted.
    package let isForNow: Bool
    /// Whether a quota is exhausted, which says nothing about the cloud's abilities.
    ///
    /// Block Storage and Image answer 413. Network names the kind of its error: 409 with
    /// `NeutronError.type` OverQuota (neutron-lib `exceptions.OverQuota`). Compute and the key manager
    /// have nothing but the status 403 and the beginning of a sentence (nova `TooManyInstances` and
    /// its siblings: "Quota exceeded for …"; barbican `QuotaReached.client_message`).
    public var isOverQuota: Bool

    /// `secrets` are those in the request: they are removed from the message.
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

    /// How refusals begin in services whose quota errors have no status or type of their own.
    private static let quotaRefusals = [
        "Quota exceeded", "Creation not allowed because a quota has been reached",
    ]

    /// The error type that Network states beside its message.
    private static func kind(in body: [UInt8]) -> String? {
        do {
            return try JSON.parse(body)["NeutronError"]?["type"]?.string
        } catch {
            // A proxy's error page has no type.
            return nil
        }
    }

    /// The meaning of an unsuccessful answer, for all callers.
    package enum Meaning: Sendable {
        /// A quota is exhausted.
        case overQuota
        /// The token or its scope is not accepted.
        case credentials
        /// The service understood the request and refuses it.
        case refusal
        /// Too many requests.
        case throttled
        /// The service, or a proxy in front of it, failed.
        case fault
    }

    package var meaning: Meaning {
        if isOverQuota { return .overQuota }
        return switch status {
        case 401: .credentials
        case 400, 403, 404, 405, 406, 409, 410, 415, 501: .refusal
        case 413, 429: .throttled
        default: .fault
        }
    }

    /// The service has no such resource, or hides it.
    package var isNotFound: Bool { status == 404 }
    /// The credential lacks the permission.
    package var isForbidden: Bool { status == 403 }
    /// The resource's state does not allow it.
    package var isConflict: Bool { status == 409 }
    /// The service does not accept the request.
    package var isBadRequest: Bool { status == 400 }
    /// The resource is hidden or forbidden, so that nothing of it was disclosed.
    package var deniesAccess: Bool { [401, 403, 404].contains(status) }
    /// The service is up but does not offer the call: policy forbids it, or path or method is
    /// missing.
    package var isNotOffered: Bool { [400, 403, 404, 405, 409].contains(status) }
    /// Others can see it, but not this credential.
    package var isHidden: Bool { [403, 404].contains(status) }
    /// It does not serve ranges of the content.
    package var refusesRanges: Bool { [400, 416, 501].contains(status) }
    /// It refuses to change or delete the resource in its present state.
    package var refusesChange: Bool { [400, 403, 409].contains(status) }
    /// Keystone issues no token for these credentials.
    package var refusesSignIn: Bool { [400, 401, 403, 404, 409].contains(status) }
    /// Policy, a quota or a format permanently prevents this credential from creating images.
    package var keepsImagesAway: Bool {
        [403, 404, 405, 409, 413, 415].contains(status) && !isForNow
    }
    /// The service does not support the microversion, or microversions at all.
    package var refusesMicroversion: Bool { status == 406 || status == 400 }
    /// The service is busy; a retry may succeed.
    package var isBusy: Bool { status == 429 || [413, 503].contains(status) && isForNow }
    /// The request was refused and not carried out.
    package var isRefusal: Bool { (400..<500).contains(status) && status != 408 }
    /// The request may have been carried out: a gateway gave up, or a busy service answered.
    package var mayHaveHappened: Bool {
        status >= 500 || [408, 429].contains(status) || status == 413 && isForNow
    }

    /// The error as text.
    public var description: String {
        let said = explanation.isEmpty ? "" : ": \(explanation)"
        let request = requestID.map { " (\($0))" } ?? ""
        return "\(call) answered \(status)\(said)\(request)"
    }

    /// The message in the envelopes of OpenStack services, else the start of a plain text.
    static func explanation(in body: [UInt8]) -> String {
        guard !body.isEmpty else { return "" }
        // What is not JSON, such as a proxy's HTML, is shown as text.
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
        // The title of an HTML page repeats its body.
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

/// Keystone issues no token, which says nothing about other services.
package struct SignInRefused: Error, CustomStringConvertible {
    package var error: APIError
    package var advice = "Check the password or the application credential and its expiry."

    package var description: String { error.description }
}

extension HTTPResponse {
    /// Whether a load balancer or portal refused, with a page; a service sends a request id or
    /// JSON.
    var isRefusalOfNobody: Bool {
        guard [400, 403, 404, 405, 409, 410].contains(status), requestID == nil, !body.isEmpty
        else { return false }
        do {
            _ = try JSON.parse(body)
            return false
        } catch {
            return true
        }
    }
}

/// An answer that violates the API: not JSON, or JSON of another shape.
public struct UnreadableAnswer: Error, Sendable, CustomStringConvertible {
    /// The request that was answered.
    public var call: String
    /// What is wrong with the answer.
    public var detail: String
    /// The request id to search the service's logs for.
    public var requestID: String?

    package init(call: String, detail: String, requestID: String? = nil) {
        self.call = call
        self.detail = detail
        self.requestID = requestID
    }

    /// The error as text.
    public var description: String {
        "\(call) gave an answer that cannot be read: \(detail)"
            + (requestID.map { " (\($0))" } ?? "")
    }
}

/// The service catalog does not offer the service.
public struct ServiceMissing: Error, Sendable, CustomStringConvertible {
    /// The service types that were requested.
    public var types: [String]
    /// The interface that was requested.
    public var interface: String
    /// The region that was requested.
    public var region: String?
    /// What the catalog offers instead.
    public var offered: [String]

    /// The error as text.
    public var description: String {
        let place = region.map { " in region \($0)" } ?? ""
        return "The service catalog has no \(interface) endpoint of type "
            + types.joined(separator: " or ") + place
            + "; it offers \(offered.isEmpty ? "nothing" : offered.joined(separator: ", "))."
    }
}
