// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSHTTP

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

    /// What an answer that is no success says, whoever asks.
    package enum Meaning: Sendable {
        /// A quota is used up.
        case overQuota
        /// The token, or who it is for, is not accepted.
        case credentials
        /// The service understood and will not do it: it may not, cannot, or knows no such thing.
        case refusal
        /// It is asked too often.
        case throttled
        /// It failed, or somebody before it did.
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

    /// The service does not show such a resource, or has none.
    package var isNotFound: Bool { status == 404 }
    /// The credential may not do it.
    package var isForbidden: Bool { status == 403 }
    /// The resource is in a state in which that cannot be done.
    package var isConflict: Bool { status == 409 }
    /// The service does not take what was sent.
    package var isBadRequest: Bool { status == 400 }
    /// To somebody else the resource is hidden or forbidden: nothing of it was given away.
    package var deniesAccess: Bool { [401, 403, 404].contains(status) }
    /// The service is up and does not offer the call: policy forbids it, or it has no such path or method.
    package var isNotOffered: Bool { [400, 403, 404, 405, 409].contains(status) }
    /// Others see it, and this credential does not.
    package var isHidden: Bool { [403, 404].contains(status) }
    /// It does not give parts of what is there.
    package var refusesRanges: Bool { [400, 416, 501].contains(status) }
    /// It will not change or delete the resource as it is.
    package var refusesChange: Bool { [400, 403, 409].contains(status) }
    /// Keystone gives no token for these credentials.
    package var refusesSignIn: Bool { [400, 401, 403, 404, 409].contains(status) }
    /// Policy, a quota or a format keeps images from this credential for good.
    package var keepsImagesAway: Bool {
        [403, 404, 405, 409, 413, 415].contains(status) && !isForNow
    }
    /// The service does not offer the microversion, or knows no microversions.
    package var refusesMicroversion: Bool { status == 406 || status == 400 }
    /// It is busy and says so; the same will be taken later.
    package var isBusy: Bool { status == 429 || [413, 503].contains(status) && isForNow }
    /// The request was refused: whoever answered did not act on it, or says so.
    package var isRefusal: Bool { (400..<500).contains(status) && status != 408 }
    /// A gateway that gives up, or a service that is busy, may have passed the request on.
    package var mayHaveHappened: Bool {
        status >= 500 || [408, 429].contains(status) || status == 413 && isForNow
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

/// The Identity service gives no token: nothing that was asked of another service is judged by it.
package struct SignInRefused: Error, CustomStringConvertible {
    package var error: APIError
    package var advice = "Check the password or the application credential and its expiry."

    package var description: String { error.description }
}

extension HTTPResponse {
    /// Whether it refuses in the name of a service, which signs with a request id or speaks JSON;
    /// a load balancer that knows no service, or a portal, sends a page.
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

/// An answer that is not what the API promises: no JSON, or JSON of another shape.
public struct UnreadableAnswer: Error, Sendable, CustomStringConvertible {
    /// The request whose answer it was.
    public var call: String
    /// What is wrong with the answer.
    public var detail: String
    /// The id to search the service's logs for.
    public var requestID: String?

    package init(call: String, detail: String, requestID: String? = nil) {
        self.call = call
        self.detail = detail
        self.requestID = requestID
    }

    /// The value in words.
    public var description: String {
        "\(call) gave an answer that cannot be read: \(detail)"
            + (requestID.map { " (\($0))" } ?? "")
    }
}

/// The service catalog offers nothing of the kind.
public struct ServiceMissing: Error, Sendable, CustomStringConvertible {
    /// The service types that were looked up.
    public var types: [String]
    /// The interface that was looked up.
    public var interface: String
    /// The region that was looked up.
    public var region: String?
    /// What the catalog does offer, to compare with.
    public var offered: [String]

    /// The value in words.
    public var description: String {
        let place = region.map { " in region \($0)" } ?? ""
        return "The service catalog has no \(interface) endpoint of type "
            + types.joined(separator: " or ") + place
            + "; it offers \(offered.isEmpty ? "nothing" : offered.joined(separator: ", "))."
    }
}
