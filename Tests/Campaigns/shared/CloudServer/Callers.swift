// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSimulatedCloud
import Synchronization

/// The persona behind a request: known by the user who signs in, then by the token.
final class Callers: Sendable {
    private let personas = Mutex<[String: Persona?]>([:])

    var tokens: [String] { personas.withLock { Array($0.keys) } }

    /// Nil: the run's own credential.
    func persona(of request: HTTPRequest) -> Persona? {
        if let token = request.headers["X-Auth-Token"] {
            return personas.withLock { $0[token] ?? nil }
        }
        guard case .bytes(let body) = request.body else { return nil }
        let text = String(decoding: body, as: UTF8.self)
        let users: [(SimulatedCloud.Credentials, Persona)] = [
            (.other, .otherProject), (.manager, .manager), (.otherManager, .otherManager),
        ]
        return users.first { text.contains("\"\($0.0.user)\"") }?.1
    }

    func remember(_ response: HTTPResponse, to request: HTTPRequest) {
        guard let token = response.headers["X-Subject-Token"] else { return }
        let persona = persona(of: request)
        personas.withLock { $0[token] = .some(persona) }
    }
}
