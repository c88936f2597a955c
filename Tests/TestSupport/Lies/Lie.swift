// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// What a cloud does wrong that does everything else right: its answers stay well-formed.
package enum Lie: Sendable, Hashable, Codable {
    /// A value in a field of the answer.
    case odd(FieldPath, OddValue)
    /// The answer to a creation names a resource of somebody else, of the same kind.
    case strangersID
    /// The answer to a creation names what nobody has.
    case nobodysID
    /// The answer is the one to the request before.
    case stray
    /// What was created shows only so many seconds later.
    case late(Int)
    /// The answer is 504; what was asked for is done so many seconds later.
    case unansweredUntil(Int)
    /// A proxy sends the request twice.
    case twice
    /// It is done, and answered with this status and `Retry-After`.
    case doneAndBusy(Int)
    /// What was created is shown under another name.
    case renamed
    /// No list shows what was created.
    case hidden
    /// Every third look at what was created is answered with 404.
    case flickering
    /// A deletion is accepted and does nothing; `lasting`: as often as it is asked.
    case ineffective(lasting: Bool)
    /// A deletion is accepted, and begins so many seconds later.
    case slowDeletion(Int)
    /// Lists do not filter, and give two items a page.
    case unfiltered
    /// Lists show every item twice.
    case doubled

    /// The lies about the answer to a creation, or about what it made.
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
