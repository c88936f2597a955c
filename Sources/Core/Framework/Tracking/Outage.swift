// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSOpenStack

/// How long a wait continues while its service, or Keystone, is unreachable.
struct Outage {
    private var since: Duration?
    private(set) var error: (any Error)?
    private static let patience = Duration.seconds(60)

    /// Whether a look failed because of an outage that may end, and has not lasted too long.
    mutating func isTolerable(_ error: any Error, at elapsed: Duration) -> Bool {
        guard Self.mayPass(error) else { return false }
        let since = since ?? elapsed
        self.since = since
        self.error = error
        return elapsed - since < Self.patience
    }

    private static func mayPass(_ error: any Error) -> Bool {
        switch error {
        case let error as APIError: error.isOutage
        case let error as TransportError:
            [.noConnection, .connectionLost, .timedOut].contains(error.kind)
        default: false
        }
    }
}
