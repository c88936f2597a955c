// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

extension World {
    mutating func servers(_ request: ComputeCall) throws(Answer) -> Answer {
        switch (request.call.method, request.path.count) {
        case (.get, 1): return try listServers(request)
        case (.get, 2) where request.path[1] == "detail": return try listServers(request)
        case (.post, 1): return try createServer(request)
        case (.get, 2):
            let server = try findServer(request.path[1], request)
            return .json(200, ["server": view(server, request)])
        case (.put, 2):
            let server = try findServer(request.path[1], request)
            if let name = try request.member("server")["name"]?.string {
                servers[server.id]?.name = name
            }
            let changed = try findServer(server.id, request)
            return .json(200, ["server": view(changed, request)])
        case (.delete, 2): return try deleteServer(request)
        case (.post, 3) where request.path[2] == "action": return try actOnServer(request)
        case (.get, 3) where request.path[2] == "os-interface":
            let server = try findServer(request.path[1], request)
            return .json(200, ["interfaceAttachments": interfaces(of: server)])
        case (.get, 3) where request.path[2] == "os-volume_attachments":
            let server = try findServer(request.path[1], request)
            return .json(200, ["volumeAttachments": attachments(of: server)])
        default: throw .unknownPath
        }
    }

    func findServer(_ id: String, _ request: ComputeCall) throws(Answer) -> Server {
        guard let server = servers[id],
            server.project == request.project || request.who.roles.contains("admin")
        else {
            throw .fault(404, "Instance \(id) could not be found.")
        }
        return server
    }

    private func listServers(_ request: ComputeCall) throws(Answer) -> Answer {
        let page = try request.page()
        var rows = servers.of(request.project)
        for (key, value) in request.call.query {
            switch key {
            // Nova reads the name as a regular expression; here it is a substring.
            case "name": rows.removeAll { !($0.name ?? "").contains(value.plainPattern) }
            case "status": rows.removeAll { $0.status != value.uppercased() }
            case "flavor": rows.removeAll { $0.flavor.id != value }
            default: break
            }
        }
        if let marker = page.marker {
            guard let index = rows.firstIndex(where: { $0.id == marker }) else {
                throw .fault(400, "marker [\(marker)] not found")
            }
            rows.removeFirst(index + 1)
        }
        rows = Array(rows.prefix(page.limit))
        let isDetailed = request.path.last == "detail"
        var document: [String: JSON] = [
            "servers": .array(
                rows.map { server in
                    isDetailed
                        ? view(server, request)
                        : [
                            "id": .string(server.id), "name": .text(server.name),
                            "links": Self.computeLinks("servers", server.id),
                        ]
                })
        ]
        if page.limit > 0, rows.count == page.limit, let last = rows.last {
            document["servers_links"] = request.nextLink(after: last.id)
        }
        return .json(200, .object(document))
    }

    private mutating func deleteServer(_ request: ComputeCall) throws(Answer) -> Answer {
        let server = try findServer(request.path[1], request)
        let id = server.id
        servers[id]?.task = "deleting"
        after(.milliseconds(1500)) { $0.remove(server: id) }
        return Answer(status: 204)
    }

    /// Removes a server with its ports and the volumes to be deleted with it.
    private mutating func remove(server id: String) {
        guard let server = servers[id] else { return }
        for port in server.ports { network[.port][port] = nil }
        for disk in server.disks {
            if disk.isDeletedToo {
                volumes[disk.volume] = nil
            } else {
                volumes[disk.volume]?.server = nil
                set(disk.volume, "available")
            }
        }
        servers[id] = nil
    }

    func computeLimits(_ request: ComputeCall) -> JSON {
        let mine = servers.of(request.project)
        var limits: [String: JSON] = [
            "maxTotalInstances": .int(serverLimits.instances),
            "maxTotalCores": .int(serverLimits.cores),
            "maxTotalRAMSize": .int(serverLimits.memory),
            "maxTotalKeypairs": 100, "maxServerMeta": 128, "maxServerGroups": 10,
            "maxServerGroupMembers": 10, "totalServerGroupsUsed": 0,
            "totalInstancesUsed": .int(Int64(mine.count)),
            "totalCoresUsed": .int(mine.map(\.flavor.cpus).reduce(0, +)),
            "totalRAMUsed": .int(mine.map(\.flavor.memory).reduce(0, +)),
        ]
        if !request.isAtLeast(36) {
            limits.merge([
                "maxSecurityGroups": -1, "maxSecurityGroupRules": -1, "maxTotalFloatingIps": -1,
                "totalFloatingIpsUsed": 0, "totalSecurityGroupsUsed": 0,
            ]) { mine, _ in mine }
        }
        if !request.isAtLeast(39) { limits["maxImageMeta"] = 128 }
        if !request.isAtLeast(57) {
            limits["maxPersonality"] = 5
            limits["maxPersonalitySize"] = 10240
        }
        return ["rate": [], "absolute": .object(limits)]
    }

    /// The limits of a project; memory in MiB.
    var serverLimits: (instances: Int64, cores: Int64, memory: Int64) {
        (instances: profile.has(.serverQuotaFull) ? 0 : 10, cores: 40, memory: 256 << 10)
    }
}

extension String {
    /// A name without the characters of regular expressions.
    fileprivate var plainPattern: String {
        var text = self[...]
        if text.hasPrefix("^") { text = text.dropFirst() }
        if text.hasSuffix("$") { text = text.dropLast() }
        return String(text).replacing("\\", with: "")
    }
}
