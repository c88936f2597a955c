// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A fault of one request, between client and service or inside the service.
enum Fault: String, CaseIterable {
    // The service never sees the request.
    case refused
    case resetBefore = "reset-before"
    // The service carries the request out, but its answer is lost.
    case lostAnswer = "lost-answer"
    case resetInside = "reset-inside"
    case stalled
    // The answer is complete, but five minutes late.
    case slowDrip = "slow-drip"
    // The service answers so and does nothing.
    case badRequest = "400"
    case unauthorized = "401"
    case forbidden = "403"
    case notFound = "404"
    /// As from a load balancer that does not know the service.
    case notFoundPage = "404-page"
    case conflict = "409"
    case tooLarge = "413"
    case tooLargeAfter = "413-after"
    case tooMany = "429"
    case tooManyAfter = "429-after"
    case serverError = "500"
    case unavailable = "503"
    case unavailableAfter = "503-after"
    case redirect
    // A gateway answers so; the service behind it carries the request out.
    case badGateway = "502"
    case gatewayTimeout = "504"
    // The service carries the request out, but its answer is wrong.
    case emptyBody = "empty"
    case emptyObject = "empty-object"
    case html
    case truncated
    case wrongTypes = "wrong-types"
    case nested
    case huge
    // A list without an end: the same page repeated, or ever new items.
    case endlessSame = "endless-same"
    case endlessFresh = "endless-fresh"

    /// The status of an answer that replaces the service's.
    var status: Int? {
        switch self {
        case .redirect: 302
        default: Int(rawValue.prefix(3))
        }
    }

    /// Whether the service carries the request out.
    var performs: Bool {
        switch self {
        case .refused, .resetBefore: false
        case .badGateway, .gatewayTimeout: true
        default: status == nil
        }
    }

    /// Whether it affects the body of an answer.
    var isOfBody: Bool {
        switch self {
        case .emptyBody, .emptyObject, .html, .truncated, .wrongTypes, .nested, .huge: true
        default: isEndless
        }
    }

    var isEndless: Bool { self == .endlessSame || self == .endlessFresh }

    func applies(to site: Site) -> Bool {
        guard isOfBody else { return true }
        guard (200..<300).contains(site.status) else { return false }
        switch site.kind {
        case .list: return true
        case .download: return [.emptyBody, .html, .truncated].contains(self)
        default: return !isEndless
        }
    }
}

/// How long a fault lasts.
enum Persistence: String, CaseIterable {
    case once
    /// Each later request of the same shape meets it too.
    case lasting
    /// Every later request to any service meets it, sign-ins included.
    case outage
}
