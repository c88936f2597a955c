// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

extension World {
    mutating func createServer(_ request: ComputeCall) throws(Answer) -> Answer {
        let roles = request.who.roles
        guard roles.contains("member") || roles.contains("admin") else {
            throw .policy("os_compute_api:servers:create")
        }
        let body = try request.member("server")
        guard let name = body["name"]?.string else { throw missing("name") }
        guard let flavorID = body["flavorRef"]?.string.map(Self.lastPart) else {
            throw missing("flavorRef")
        }
        guard let flavor = flavors[flavorID] else {
            throw .fault(400, "Flavor \(flavorID) could not be found.")
        }
        try requireRoom(for: flavor, in: request.project)
        let image = try image(body["imageRef"], flavor, request)
        let groups = try groups(body["security_groups"], request)
        var server = Server(
            id: random.uuid(), project: request.project, user: request.who.user.id, name: name,
            created: now, updated: now, flavor: flavor, image: image,
            userData: try userData(body["user_data"]), groups: groups.map(\.name))
        // Before descriptions were introduced, the name served as one.
        server.description = request.isAtLeast(19) ? body["description"]?.string : name
        if case .object(let metadata)? = body["metadata"] { server.metadata = metadata }
        let disks = try bootDisks(body["block_device_mapping_v2"], request)
        guard image != nil || !disks.isEmpty else {
            throw .fault(
                400,
                "Block Device Mapping is Invalid: Boot sequence for the instance and "
                    + "image/block device mapping combination is not valid.")
        }
        let wishes = try networks(body["networks"], request)
        servers.add(server)
        do throws(Answer) {
            for wish in wishes {
                let port = try port(wish, for: server, groups.map(\.id), request)
                servers[server.id]?.ports.append(port)
            }
            build(server.id, disks, requestID: request.call.requestID)
        } catch {
            // Nova accepts the server before it requests ports.
            fail(
                server: server.id,
                "Build of instance \(server.id) aborted: Failed to allocate "
                    + "the network(s), not rescheduling.")
        }
        var answer = Answer.json(
            202,
            [
                "server": [
                    "id": .string(server.id), "links": Self.computeLinks("servers", server.id),
                    "OS-DCF:diskConfig": "MANUAL",
                    "security_groups": .array(server.groups.map { ["name": .string($0)] }),
                    "adminPass": .string(random.hexadecimal(12)),
                ]
            ])
        answer.headers.append(("Location", "\(Host.compute.text)/v2.1/servers/\(server.id)"))
        return answer
    }

    private func missing(_ name: String) -> Answer {
        .fault(
            400,
            "Invalid input for field/attribute server. Value: {}. '\(name)' is a required property")
    }

    /// A reference may be an id or a URL that ends with it.
    private static func lastPart(_ reference: String) -> String {
        String(reference.split(separator: "/").last ?? "")
    }

    private func requireRoom(for flavor: Flavor, in project: String) throws(Answer) {
        let mine = servers.of(project)
        let limits = serverLimits
        let rows: [(String, Int64, Int64, Int64)] = [
            ("instances", 1, Int64(mine.count), limits.instances),
            ("cores", flavor.cpus, mine.map(\.flavor.cpus).reduce(0, +), limits.cores),
            ("ram", flavor.memory, mine.map(\.flavor.memory).reduce(0, +), limits.memory),
        ]
        let over = rows.filter { $0.1 + $0.2 > $0.3 }
        guard !over.isEmpty else { return }
        func list(_ value: ((String, Int64, Int64, Int64)) -> Int64) -> String {
            over.map { "\(value($0))" }.joined(separator: ", ")
        }
        throw .fault(
            403,
            "Quota exceeded for \(over.map(\.0).joined(separator: ", ")): Requested "
                + "\(list(\.1)), but already used \(list(\.2)) of \(list(\.3)) "
                + over.map(\.0).joined(separator: ", "))
    }

    private func image(
        _ asked: JSON?, _ flavor: Flavor, _ request: ComputeCall
    ) throws(Answer) -> String? {
        guard let reference = asked?.string, !reference.isEmpty else { return nil }
        let id = Self.lastPart(reference)
        guard let image = images[id], isVisible(image, in: request.project) else {
            throw .fault(400, "Can not find requested image")
        }
        guard flavor.memory >= image.minimumMemory else {
            throw .fault(400, "Flavor's memory is too small for requested image.")
        }
        guard flavor.disk == 0 || flavor.disk >= image.minimumDisk else {
            throw .fault(
                400,
                "Flavor's disk is too small for requested image. Flavor disk is "
                    + "\(flavor.disk << 30) bytes, image is \(image.minimumDisk << 30) bytes.")
        }
        return id
    }

    private func groups(
        _ asked: JSON?, _ request: ComputeCall
    ) throws(Answer) -> [(id: String, name: String)] {
        guard case .array(let items)? = asked else {
            return network.defaultGroup(of: request.project).map { [($0, "default")] } ?? []
        }
        var found: [(id: String, name: String)] = []
        for item in items {
            let wanted = item["name"]?.string ?? ""
            let known = network[.securityGroup].of(request.project)
                .filter { $0.name == wanted || $0.id == wanted }
            guard let group = known.first else {
                throw .fault(
                    400,
                    "Security group \(wanted) not found.")
            }
            guard known.count == 1 else {
                throw .fault(
                    409,
                    "Multiple security groups found matching '\(wanted)'. Use an ID "
                        + "to be more specific.")
            }
            found.append((group.id, wanted))
        }
        return found
    }

    private func userData(_ asked: JSON?) throws(Answer) -> String? {
        guard let text = asked?.string else { return nil }
        guard text.utf8.count <= 65535, let data = Data(base64Encoded: text) else {
            throw .fault(
                400,
                "Invalid input for field/attribute user_data. Value: \(text.prefix(80)). "
                    + "'\(text.prefix(80))' is not a 'base64'")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
