// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A network interface that a new server requests.
enum InterfaceWish: Sendable {
    case port(String)
    case network(String)
}

extension World {
    /// Checks the networks of a new server.
    func networks(_ asked: JSON?, _ request: ComputeCall) throws(Answer) -> [InterfaceWish] {
        let caller = NetworkCall(
            call: request.call, who: request.who, project: request.project, path: [])
        switch asked {
        case .array(let items)?:
            var wishes: [InterfaceWish] = []
            for item in items {
                if let id = item["port"]?.string {
                    guard let port = network[.port][id], isVisible(port, caller) else {
                        throw .fault(400, "Port id \(id) could not be found.")
                    }
                    if let user = port.text("device_id"), !user.isEmpty {
                        throw .fault(409, "Port \(id) is still in use.")
                    }
                    wishes.append(.port(id))
                } else {
                    let id = item["uuid"]?.string ?? ""
                    guard let home = network[.network][id], isVisible(home, caller) else {
                        throw .fault(400, "Network \(id) could not be found.")
                    }
                    guard !network.subnets(of: id).isEmpty else {
                        throw .fault(
                            400, "Network \(id) requires a subnet in order to boot instances on.")
                    }
                    wishes.append(.network(id))
                }
            }
            return wishes
        case .string("none")?: return []
        default:
            if asked == nil, request.isAtLeast(37) {
                throw .fault(
                    400,
                    "Invalid input for field/attribute server. Value: {}. 'networks' is a "
                        + "required property")
            }
            let mine = network[.network].of(request.project)
                .filter { !network.subnets(of: $0.id).isEmpty }
            guard mine.count < 2 else {
                throw .fault(
                    409,
                    "Multiple possible networks found, use a Network ID to be more specific.")
            }
            return mine.map { .network($0.id) }
        }
    }

    /// The port of a new server; Nova creates one if only a network is given.
    mutating func port(
        _ wish: InterfaceWish, for server: Server, _ groups: [String], _ request: ComputeCall
    ) throws(Answer) -> String {
        switch wish {
        case .port(let id):
            network[.port][id]?.body["device_id"] = .string(server.id)
            network[.port][id]?.body["device_owner"] = "compute:nova"
            return id
        case .network(let id):
            let caller = NetworkCall(
                call: request.call, who: request.who, project: request.project, path: [])
            return try addPort(
                on: id, for: server.project, device: server.id, owner: "compute:nova",
                groups: .array(groups.map(JSON.string)), caller
            ).id
        }
    }
}
