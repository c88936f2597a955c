// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSOpenStack

/// How long a wait goes on while its service, or Keystone, cannot be reached.
struct Outage {
    private var since: Duration?
    private(set) var error: (any Error)?
    private static let patience = Duration.seconds(60)

    /// Whether a look failed because something is down that may come back, and not for too long.
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
