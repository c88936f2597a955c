// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import TestSupport

/// Lies of the connection: framing, order and timing of answers.
enum WireLie: String, Sendable, Codable, CaseIterable {
    /// A second answer, about a foreign resource, follows at once.
    case stray
    /// … a moment later, when the next request may have been sent.
    case lateStray
    /// The body is that of the previous answer, with its own status.
    case swapped
    /// The answer takes five seconds.
    case slow
    /// Fewer bytes are announced than sent.
    case short
    /// More bytes are announced than sent before the connection ends.
    case long
    /// … and the connection stays open.
    case held
    /// The body is declared compressed, but is not.
    case encoded
    /// Every byte of an image's data is wrong.
    case rotten

    /// The lie, and the requests that it is about.
    struct Order: Sendable, Codable {
        var shape: String
        var wire: WireLie

        var name: String { "\(wire.title) at \(shape)" }
    }

    /// All lies that apply to a run with these requests.
    static func orders(_ catalogue: LieCatalogue, isLong: Bool) -> [Order] {
        let bodies = allCases.filter { $0 != .rotten && (isLong || $0 != .held) }
        // Image data are not JSON and so not in the catalogue; each image that is shown has some.
        let data = catalogue.shapes.filter { $0.hasSuffix("/v2/images/{id}") }.map {
            Order(shape: $0 + "/file", wire: rotten)
        }
        return data
            + catalogue.shapes.flatMap { shape in bodies.map { Order(shape: shape, wire: $0) } }
            + catalogue.deletions.flatMap { shape in
                [stray, lateStray, slow, long].map { Order(shape: shape, wire: $0) }
            }
    }

    /// Whether it applies to the first such request only, so that a retry can succeed.
    ///
    /// A stray answer before the next request is ignored, however often.
    var isToldOnce: Bool { [.swapped, .slow, .short, .long, .held].contains(self) }

    /// Whether a test case may pass, and with which reasons it may fail.
    func verdicts(at shape: String) -> (passes: Bool, failures: [String]) {
        switch self {
        case .rotten: (false, ["data-mismatch"])
        // HTTP/1.1 does not number answers: one that arrives while the next is awaited is taken for
        // it, and may seem to allow what had to be refused.
        case .lateStray where shape.contains(" by "): (true, ["demand-not-met"])
        default: (true, [])
        }
    }

    var title: String {
        switch self {
        case .stray: "followed by a stray answer"
        case .lateStray: "followed late by a stray answer"
        case .swapped: "has another answer's body"
        case .slow: "takes five seconds"
        case .short: "announced too short"
        case .long: "announced too long, and closed"
        case .held: "announced too long, and held"
        case .encoded: "said to be compressed"
        case .rotten: "has every byte another"
        }
    }
}
