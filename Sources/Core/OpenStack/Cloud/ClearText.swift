// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport
import Synchronization

/// Notes services that receive a token unencrypted although Keystone uses https.
final class ClearText: Sendable {
    private let isRefused: Bool
    private let tell: @Sendable (String) -> Void
    private let endpoints = Mutex<Set<String>>([])

    /// `isRefused`: no token is sent unencrypted at all. `tell` is called once for each endpoint.
    init(isRefused: Bool, tell: @escaping @Sendable (String) -> Void) {
        self.isRefused = isRefused
        self.tell = tell
    }

    /// The endpoints so far, in order.
    var all: [String] { endpoints.withLock { $0.sorted() } }

    /// Checks the URL that a token is about to be sent to; throws if it is refused.
    func check(_ url: URL, of service: String, keystone: URL) throws {
        guard url.scheme?.lowercased() == "http" else { return }
        let place = "\(service) at http://\(url.host() ?? "")\(url.port.map { ":\($0)" } ?? "")"
        guard !isRefused else {
            throw AccessError(
                .clearText,
                "No token is sent to \(place): the connection is not encrypted.",
                advice:
                    "Register an https endpoint in the service catalog, or omit "
                    + "\(InterfaceTerm.requiredTLS)."
            )
        }
        guard keystone.scheme?.lowercased() == "https",
            endpoints.withLock({ $0.insert(place).inserted })
        else { return }
        tell(
            "warning: the token is sent to \(place) without encryption: anyone on the way can use it; "
                + "\(InterfaceTerm.requiredTLS) refuses that")
    }
}
