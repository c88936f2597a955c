// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The one thing that an otherwise correct cloud does wrong; its answers stay well-formed.
package enum Lie: Sendable, Hashable, Codable {
    /// A value in a field of the answer.
    case odd(FieldPath, OddValue)
    /// The answer to a creation names a foreign resource of the same kind.
    case strangersID
    /// The answer to a creation names a nonexistent resource.
    case nobodysID
    /// The answer belongs to the previous request.
    case stray
    /// The new resource shows only after that many seconds.
    case late(Int)
    /// The answer is 504; the request is carried out that many seconds later.
    case unansweredUntil(Int)
    /// A proxy sends the request twice.
    case twice
    /// It is carried out, and answered with this status and `Retry-After`.
    case doneAndBusy(Int)
    /// The new resource has another name.
    case renamed
    /// No list shows the new resource.
    case hidden
    /// Every third look at the new resource is answered with 404.
    case flickering
    /// A deletion is accepted without effect; `lasting`: every time.
    case ineffective(lasting: Bool)
    /// A deletion is accepted, and starts that many seconds later.
    case slowDeletion(Int)
    /// Lists ignore filters, and have two items per page.
    case unfiltered
    /// Lists contain every item twice.
    case doubled

    /// The lies about the answer to a creation, or about its result.
    package static let ofCreations: [Lie] =
        [.strangersID, .nobodysID, .stray, .late(1), .late(6), .late(45), .unansweredUntil(1)]
        + [.unansweredUntil(45), .twice, .doneAndBusy(429), .doneAndBusy(413), .doneAndBusy(503)]
        + [.renamed, .hidden, .flickering]

    /// The lies about a list that is searched by name.
    package static let ofSearches: [Lie] = [.unfiltered, .doubled]

    package static let ofDeletions: [Lie] = [
        .ineffective(lasting: false), .ineffective(lasting: true), .slowDeletion(2),
        .slowDeletion(20), .stray,
    ]

    package var name: String {
        switch self {
        case .odd(let path, let value): "\(path) is \(value.rawValue)"
        case .strangersID: "names a stranger"
        case .nobodysID: "names nobody"
        case .stray: "is the answer before"
        case .late(let seconds): "shows \(seconds) s late"
        case .unansweredUntil(let seconds): "504, done \(seconds) s later"
        case .twice: "sent twice"
        case .doneAndBusy(let status): "done and answered \(status)"
        case .renamed: "shown under another name"
        case .hidden: "in no list"
        case .flickering: "every third look is 404"
        case .ineffective(let lasting): "accepted without effect\(lasting ? ", always" : "")"
        case .slowDeletion(let seconds): "gone \(seconds) s later"
        case .unfiltered: "lists do not filter"
        case .doubled: "lists show all twice"
        }
    }
}
