// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSimulatedCloud
import Testing
import TestSupport

struct ServerTests {
    private static let userData = """
        #cloud-config
        runcmd:
          - echo '_scs-test-end'
        """

    /// A network with external access.
    private func site(_ world: WorldClient) async throws -> (network: String, paths: [String]) {
        let outside = try await world.network(.get, "/networks?router:external=true")
            .document["networks"][0]["id"].string
        let network = try await world.makeNetwork("network", #""name": "net""#)
        let subnet = try await world.makeNetwork(
            "subnet",
            #""network_id": "\#(network)", "cidr": "10.1.0.0/24", "ip_version": 4"#)
        let router = try await world.makeNetwork(
            "router",
            #""name": "r", "external_gateway_info": {"network_id": "\#(outside ?? "")"}"#)
        let added = try await world.network(
            .put, "/routers/\(router)/add_router_interface", #"{"subnet_id": "\#(subnet)"}"#)
        #expect(added.status == 200)
        return (network, ["/routers/\(router)", "/subnets/\(subnet)", "/networks/\(network)"])
    }

    private func boot(
        _ world: WorldClient, network: String, userData: String? = userData, extra: String = ""
    ) async throws -> RawClient.Reply {
        let flavor = try #require(
            try await world.flavors().first { $0["name"].string == "SCS-1V-2" }?["id"].string)
        let image = try #require(
            try await world.images("name=Debian%2013").first?["id"].string)
        let data = userData.map { Data($0.utf8).base64EncodedString() }
        let body = """
            {"server": {"name": "probe", "flavorRef": "\(flavor)", "imageRef": "",
            "networks": [{"uuid": "\(network)"}], \(extra)
            "block_device_mapping_v2": [{"boot_index": 0, "uuid": "\(image)",
            "source_type": "image", "destination_type": "volume", "volume_size": 8,
            "delete_on_termination": true}]\(data.map { ", \"user_data\": \"\($0)\"" } ?? "")}}
            """
        return try await world.compute(.post, "/servers", body)
    }

    /// Waits for a text on the console; returns all of it.
    private func console(
        _ world: WorldClient, _ id: String, until text: String
    ) async throws -> String {
        var output = ""
        for _ in 0..<200 where !output.contains(text) {
            try await world.clock.sleep(for: .seconds(1))
            let reply = try await world.compute(
                .post, "/servers/\(id)/action", #"{"os-getConsoleOutput": {"length": null}}"#)
            output = reply.document["output"].string ?? ""
        }
        return output
    }

    @Test func `A server boots from a volume, writes its console log and leaves nothing`()
        async throws
    {
        let world = try await WorldClient()
        let before = world.cloud.inventory
        let (network, paths) = try await site(world)
        let made = try await boot(world, network: network)
        #expect(made.status == 202)
        let id = try #require(made.document["server"]["id"].string)
        let early = try await world.compute(
            .post, "/servers/\(id)/action", #"{"os-getConsoleOutput": {}}"#)
        #expect(early.status == 409)
        #expect(
            try await world.trail(server: id, until: ["ACTIVE", "ERROR"]) == ["BUILD", "ACTIVE"])
        let server = try await world.compute(.get, "/servers/\(id)").document["server"]
        #expect(server["addresses"]["net"][0]["addr"].string?.hasPrefix("10.1.0.") == true)
        let volume = server["os-extended-volumes:volumes_attached"][0]["id"].string ?? ""
        let disk = try await world.raw.volume(.get, "/volumes/\(volume)").document["volume"]
        #expect(disk["status"].string == "in-use" && disk["size"].int == 8)
        #expect(disk["attachments"][0]["server_id"].string == id)
        #expect(try await world.raw.volume(.delete, "/volumes/\(volume)").status == 400)
        let output = try await console(world, id, until: "_scs-test-end")
        #expect(output.contains("cloud-init[513]: _scs-test-entropy-avail: 256\n"))
        #expect(output.contains("_scs-test-fips-test: rngtest: FIPS 140-2 failures: 1\n"))
        #expect(output.contains("_scs-test-rngd: active\n"))
        #expect(try await world.network(.delete, paths[2]).status == 409)
        #expect(try await world.compute(.delete, "/servers/\(id)").status == 204)
        #expect(try await world.trail(server: id, until: ["gone"]).last == "gone")
        try await tidy(world, paths)
        #expect(world.cloud.inventory == before)
    }

    private func tidy(_ world: WorldClient, _ paths: [String]) async throws {
        let subnet = paths[1].split(separator: "/").last ?? ""
        #expect(try await world.network(.delete, paths[0]).status == 409)
        #expect(try await world.network(.delete, paths[1]).status == 409)
        let removed = try await world.network(
            .put, paths[0] + "/remove_router_interface", #"{"subnet_id": "\#(subnet)"}"#)
        #expect(removed.status == 200)
        for path in paths { #expect(try await world.network(.delete, path).status == 204) }
    }

    @Test(arguments: [
        ("scs-0101-entropy-avail", "_scs-test-entropy-avail: 128"),
        ("scs-0101-fips-test", "FIPS 140-2 failures: 6"),
        ("scs-0101-rngd", "_scs-test-rngd: inactive"),
    ])
    func `The console log shows entropy faults`(defect: String, line: String) async throws {
        let world = try await WorldClient(defect)
        let network = try await site(world).network
        let id = try #require(
            try await boot(world, network: network).document["server"]["id"].string)
        _ = try await world.trail(server: id, until: ["ACTIVE"])
        #expect(try await console(world, id, until: "_scs-test-end").contains(line))
    }

    @Test func `The console log shows entropy only on request`() async throws {
        let world = try await WorldClient()
        let network = try await site(world).network
        let id = try #require(
            try await boot(world, network: network, userData: nil)
                .document["server"]["id"].string)
        _ = try await world.trail(server: id, until: ["ACTIVE"])
        #expect(!(try await console(world, id, until: "finished")).contains("_scs-test-"))
        let tail = try await world.compute(
            .post, "/servers/\(id)/action", #"{"os-getConsoleOutput": {"length": 1}}"#)
        #expect(tail.document["output"].string?.split(separator: "\n").count == 1)
    }

    @Test(arguments: [("server-error", "ERROR"), ("server-stuck", "BUILD")])
    func `A server can end in error`(profile: String, end: String) async throws {
        let world = try await WorldClient(profile)
        let network = try await site(world).network
        let id = try #require(
            try await boot(world, network: network).document["server"]["id"].string)
        #expect(try await world.trail(server: id, until: ["ACTIVE", "ERROR"]).last == end)
        let found = try await world.compute(.get, "/servers?name=probe").document["servers"]
        #expect(found.items.count == 1)
        _ = try await world.compute(.delete, "/servers/\(id)")
        #expect(try await world.trail(server: id, until: ["gone"]).last == "gone")
        #expect(world.cloud.inventory.servers.isEmpty && world.cloud.inventory.volumes.isEmpty)
    }

    @Test func `A server that refers to unknown resources is refused`() async throws {
        let world = try await WorldClient()
        let network = try await site(world).network
        let group = try await boot(
            world, network: network, extra: #""security_groups": [{"name": "nope"}],"#)
        #expect(group.status == 400)
        let nowhere = try await boot(
            world, network: "3ac5b9c2-0000-4000-8000-000000000000")
        #expect(nowhere.status == 400)
        #expect(nowhere.message?.contains("could not be found") == true)
        #expect(try await world.compute(.get, "/servers/nope").status == 404)
        #expect(world.cloud.inventory.servers.isEmpty)
    }

    @Test func `A full quota refuses a server`() async throws {
        let world = try await WorldClient("server-quota-full")
        let network = try await site(world).network
        let reply = try await boot(world, network: network)
        #expect(reply.status == 403)
        #expect(reply.message?.hasPrefix("Quota exceeded for instances: Requested 1") == true)
        #expect(world.cloud.inventory.ports.allSatisfy { $0.name == "" })
        #expect(world.cloud.inventory.servers.isEmpty)
    }

    @Test func `A network without free addresses ends a server in error`() async throws {
        let world = try await WorldClient()
        let network = try await world.makeNetwork("network", #""name": "tiny""#)
        _ = try await world.makeNetwork(
            "subnet", #""network_id": "\#(network)", "cidr": "10.2.0.0/30", "ip_version": 4"#)
        _ = try await world.makeNetwork("port", #""network_id": "\#(network)""#)
        let before = world.cloud.inventory
        let id = try #require(
            try await boot(world, network: network).document["server"]["id"].string)
        #expect(try await world.trail(server: id, until: ["ACTIVE", "ERROR"]) == ["ERROR"])
        let server = try await world.compute(.get, "/servers/\(id)").document["server"]
        #expect(server["fault"]["message"].string?.contains("allocate the network(s)") == true)
        #expect(try await world.compute(.delete, "/servers/\(id)").status == 204)
        #expect(try await world.trail(server: id, until: ["gone"]).last == "gone")
        #expect(world.cloud.inventory == before)
    }

    @Test func `A server is hidden from other projects`() async throws {
        let world = try await WorldClient()
        let network = try await site(world).network
        let id = try #require(
            try await boot(world, network: network).document["server"]["id"].string)
        let other = try await WorldClient(
            cloud: world.cloud, clock: world.clock, credentials: .other)
        #expect(try await other.compute(.get, "/servers/\(id)").status == 404)
        #expect(try await other.compute(.delete, "/servers/\(id)").status == 404)
        #expect(try await other.network(.get, "/networks/\(network)").status == 404)
    }
}
