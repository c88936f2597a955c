// SPDX-License-Identifier: Apache-2.0

extension TransportError.Kind {
    /// What happened, to follow "failed:" in a line for people.
    package var words: String {
        switch self {
        case .unresolved: "the host name cannot be resolved"
        case .noConnection: "no connection"
        case .untrusted: "the connection is not trusted"
        case .timedOut: "a time limit was reached"
        case .connectionLost: "the connection was lost"
        case .tooLarge: "the answer is too large"
        case .malformed: "the answer is not HTTP"
        case .unsendable: "the request cannot be sent"
        }
    }
}
