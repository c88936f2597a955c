// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// The hosts of the cloud; no others answer.
enum Host: String, Sendable, CaseIterable {
    case identity = "identity.simulated.example"
    case volume = "volume.simulated.example"
    case image = "image.simulated.example"
    case compute = "compute.simulated.example"
    case placement = "placement.simulated.example"
    case network = "network.simulated.example"
    case keyManager = "key-manager.simulated.example"
    case loadBalancer = "load-balancer.simulated.example"
    case objectStore = "object-store.simulated.example"
    case s3 = "s3.simulated.example"

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

extension World {
    mutating func answer(_ call: Call, at host: Host) -> Answer {
        do {
            let answer: Answer
            switch host {
            case .identity: answer = try identity(call)
            case .volume: answer = try blockStorage(call)
            case .image: answer = try image(call)
            case .compute: answer = try compute(call)
            case .placement: answer = try placement(call)
            case .network: answer = try network(call)
            case .keyManager: answer = try keyManager(call)
            case .loadBalancer: answer = try loadBalancer(call)
            case .objectStore, .s3: answer = objectStore(call, at: host)
            }
            return finish(answer, call, at: host)
        } catch {
            return finish(error, call, at: host)
        }
    }

    /// Adds what every answer of a service contains.
    func finish(_ answer: Answer, _ call: Call, at host: Host) -> Answer {
        var answer = answer
        if host != .objectStore && host != .s3 {
            answer.headers.append(("x-openstack-request-id", call.requestID))
        }
        switch host {
        case .identity: answer.headers.append(("Vary", "X-Auth-Token"))
        case .volume, .compute: answer.headers.append(("x-compute-request-id", call.requestID))
        default: break
        }
        return answer
    }
}
