// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// The hosts of the cloud; no other answers.
enum Host: String, Sendable, CaseIterable {
    case identity = "identity.simulated.example"
    case volume = "volume.simulated.example"
    case image = "image.simulated.example"

    init?(_ url: URL) {
        guard let name = url.host(), let host = Host(rawValue: name.lowercased()) else {
            return nil
        }
        self = host
    }

    var text: String { "https://\(rawValue)" }

    func url(_ path: [String]) -> URL {
        var components = URLComponents()
        components.scheme = "https"
        components.host = rawValue
        components.path = path.map { "/" + $0 }.joined()
        return components.url ?? URL(filePath: "/")
    }
}

/// Who is asking, as the services learn it from the token.
struct Identity: Sendable {
    var user: Directory.User
    var project: Directory.Project?
    var isSystem = false
    var roles: [String]
    var expires: Duration
    var uses = 0
}

extension World {
    mutating func answer(_ call: Call, at host: Host) -> Answer {
        do {
            let answer: Answer
            switch host {
            case .identity: answer = try identity(call)
            case .volume: answer = try blockStorage(call)
            case .image: answer = try image(call)
            }
            return finish(answer, call, at: host)
        } catch {
            return finish(error, call, at: host)
        }
    }

    /// Adds what every answer of a service carries.
    func finish(_ answer: Answer, _ call: Call, at host: Host) -> Answer {
        var answer = answer
        answer.headers.append(("x-openstack-request-id", call.requestID))
        switch host {
        case .identity: answer.headers.append(("Vary", "X-Auth-Token"))
        case .volume: answer.headers.append(("x-compute-request-id", call.requestID))
        case .image: break
        }
        return answer
    }
}
