// SPDX-License-Identifier: Apache-2.0
import Core
import SimulatedCloud
import Synchronization

/// Who makes a request: known by the user who signs in, then by the token.
final class Callers: Sendable {
    private let parties = Mutex<[String: Party?]>([:])

    var tokens: [String] { parties.withLock { Array($0.keys) } }

    /// Nil: the run's own credential.
    func party(of request: HTTPRequest) -> Party? {
        if let token = request.headers["X-Auth-Token"] {
            return parties.withLock { $0[token] ?? nil }
        }
        guard case .bytes(let body) = request.body else { return nil }
        let text = String(decoding: body, as: UTF8.self)
        let users: [(SimulatedCloud.Credentials, Party)] = [
            (.other, .otherProject), (.manager, .manager), (.otherManager, .otherManager),
        ]
        return users.first { text.contains("\"\($0.0.user)\"") }?.1
    }

    func remember(_ response: HTTPResponse, to request: HTTPRequest) {
        guard let token = response.headers["X-Subject-Token"] else { return }
        let party = party(of: request)
        parties.withLock { $0[token] = .some(party) }
    }
}
