// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

// What statuses mean, one property for each decision. Their lists differ where the decisions do.
extension APIError {
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

    // MARK: One status

    /// The service does not show such a resource, or has none.
    package var isNotFound: Bool { status == 404 }
    /// The credential may not do it.
    package var isForbidden: Bool { status == 403 }
    /// The resource is in a state in which that cannot be done.
    package var isConflict: Bool { status == 409 }
    /// The service does not take what was sent.
    package var isBadRequest: Bool { status == 400 }

    // MARK: What somebody may see

    /// Others see it, and this credential does not.
    package var isHidden: Bool { isForbidden || isNotFound }
    /// To somebody else the resource is hidden or forbidden: nothing of it was given away.
    ///
    /// With 401, as a service may take a foreigner's token for none at all.
    package var deniesAccess: Bool { isHidden || status == 401 }

    // MARK: What a service offers

    /// The service is up and does not offer the call: policy forbids it, or it has no such path or method.
    ///
    /// Without 401, 413 and 429, which say something about the caller and nothing about the service.
    package var isNotOffered: Bool { [400, 403, 404, 405, 409].contains(status) }
    /// It does not give parts of what is there: no range at all (400, 501), or not this one (416).
    package var refusesRanges: Bool { [400, 416, 501].contains(status) }
    /// The service does not offer the microversion, or knows no microversions.
    package var refusesMicroversion: Bool { status == 406 || isBadRequest }
    /// Policy, a quota or a format keeps images from this credential for good.
    ///
    /// Without 400, which is about one upload alone; with 413 and 415, about its size and its format.
    package var keepsImagesAway: Bool {
        [403, 404, 405, 409, 413, 415].contains(status) && !isForNow
    }

    // MARK: What became of a request

    /// It will not change or delete the resource as it is; a 404 would say that it is gone.
    package var refusesChange: Bool { [400, 403, 409].contains(status) }
    /// Keystone gives no token for these credentials.
    ///
    /// Unlike the meaning `refusal` with 401, and without what only somebody before Keystone answers.
    package var refusesSignIn: Bool { [400, 401, 403, 404, 409].contains(status) }
    /// It is busy and says so; the same will be taken later.
    package var isBusy: Bool { status == 429 || [413, 503].contains(status) && isForNow }
    /// The service, or somebody before it, is down and may come back; 501 is for good.
    package var isOutage: Bool { status >= 500 && status != 501 }
    /// The request was refused: whoever answered did not act on it, or says so. A 408 does not know.
    package var isRefusal: Bool { (400..<500).contains(status) && status != 408 }
    /// A gateway that gives up, or a service that is busy, may have passed the request on.
    package var mayHaveHappened: Bool {
        status >= 500 || [408, 429].contains(status) || status == 413 && isForNow
    }
}

extension HTTPResponse {
    /// Whether it refuses in the name of a service, which signs with a request id or speaks JSON;
    /// a load balancer that knows no service, or a portal, sends a page.
    var isRefusalOfNobody: Bool {
        guard isOftenAPage, requestID == nil, !body.isEmpty
        else { return false }
        do {
            _ = try JSON.parse(body)
            return false
        } catch {
            return true
        }
    }

    /// What those answer who know no service. Not 401: what checks tokens before a service answers it
    /// without JSON as well.
    private var isOftenAPage: Bool { [400, 403, 404, 405, 409, 410].contains(status) }
}
