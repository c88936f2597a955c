// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSimulatedCloud
import Testing
import TestSupport

struct NetworkTests {
    @Test func `A new group has the default rules of its kind`() async throws {
        let world = try await WorldClient()
        let before = world.cloud.inventory
        let id = try await world.makeNetwork("security_group", #""name": "probe""#)
        let group = try await world.network(.get, "/security-groups/\(id)")
            .document["security_group"]
        let rules = group["security_group_rules"].items
        #expect(rules.map { $0["direction"].string } == ["egress", "egress"])
        #expect(Set(rules.map { $0["ethertype"].string }) == ["IPv4", "IPv6"])
        let added = try await world.makeNetwork(
            "security_group_rule",
            #""security_group_id": "\#(id)", "direction": "ingress", "protocol": "tcp", "#
                + #""port_range_min": 22, "port_range_max": 22"#)
        let again = try await world.network(
            .post, "/security-group-rules",
            #"{"security_group_rule": {"security_group_id": "\#(id)", "direction": "ingress", "#
                + #""protocol": "tcp", "port_range_min": 22, "port_range_max": 22}}"#)
        #expect(again.status == 409)
        #expect(try await world.network(.delete, "/security-group-rules/\(added)").status == 204)
        #expect(try await world.network(.delete, "/security-groups/\(id)").status == 204)
        #expect(world.cloud.inventory == before)
    }

    @Test func `The default group cannot be deleted`() async throws {
        let world = try await WorldClient()
        let groups = try await world.network(.get, "/security-groups?name=default")
            .document["security_groups"].items
        #expect(groups.count == 1)
        let rules = groups[0]["security_group_rules"].items
        let ingress = rules.filter { $0["direction"].string == "ingress" }
        #expect(ingress.allSatisfy { $0["remote_group_id"] == groups[0]["id"] })
        #expect(rules.count == 4 && ingress.count == 2)
        let id = groups[0]["id"].string ?? ""
        #expect(try await world.network(.delete, "/security-groups/\(id)").status == 409)
    }

    @Test func `Fault old-neutron lists no default rules, but groups have them`() async throws {
        let world = try await WorldClient("old-neutron+scs-0115-default-rules")
        let reply = try await world.network(.get, "/default-security-group-rules")
        #expect(reply.status == 404)
        #expect(reply.document["NeutronError"]["type"].string == "HTTPNotFound")
        let extensions = try await world.network(.get, "/extensions").document["extensions"].items
        let aliases = extensions.map { $0["alias"].string }
        #expect(aliases.contains("security-group"))
        #expect(!aliases.contains("security-groups-default-rules"))
        let id = try await world.makeNetwork("security_group", #""name": "probe""#)
        let group = try await world.network(.get, "/security-groups/\(id)")
            .document["security_group"]
        let directions = group["security_group_rules"].items.map { $0["direction"].string }
        #expect(directions.contains("ingress"))
    }

    @Test func `Lists are filtered and include shared networks`() async throws {
        let world = try await WorldClient()
        _ = try await world.makeNetwork("network", #""name": "a""#)
        let outside = try await world.network(.get, "/networks?router:external=true")
            .document["networks"].items
        #expect(outside.map { $0["name"].string } == ["public"])
        let named = try await world.network(.get, "/networks?name=a").document["networks"].items
        #expect(named.map { $0["status"].string } == ["ACTIVE"])
        let ids = try await world.network(.get, "/networks?fields=id").document["networks"].items
        #expect(ids.allSatisfy { $0.keys == ["id"] } && ids.count == 2)
    }

    @Test func `Fault no-external-network has no external network`() async throws {
        let world = try await WorldClient("no-external-network")
        let found = try await world.network(.get, "/networks?router:external=true")
        #expect(found.status == 200 && found.document["networks"].items.isEmpty)
    }

    @Test(arguments: [
        ("network", #""bogus": 1"#, 400), ("network", #""shared": true"#, 403),
        ("subnet", #""ip_version": 4"#, 400),
        ("subnet", #""network_id": "nope", "ip_version": 4, "cidr": "10.0.0.0/24""#, 404),
        ("router", #""external_gateway_info": {"network_id": "nope"}"#, 404),
        ("port", "", 400), ("security_group", #""name": "default""#, 409),
    ])
    func `Invalid requests are refused`(kind: String, body: String, status: Int) async throws {
        let world = try await WorldClient()
        let before = world.cloud.inventory
        let path = "/" + kind.replacing("_", with: "-") + "s"
        let reply = try await world.network(.post, path, #"{"\#(kind)": {\#(body)}}"#)
        #expect(reply.status == status)
        #expect(reply.message?.isEmpty == false)
        #expect(world.cloud.inventory == before)
    }

    @Test func `Overlapping subnets and deletion of groups in use are refused`() async throws {
        let world = try await WorldClient()
        let network = try await world.makeNetwork("network", #""name": "a""#)
        let subnet = #""network_id": "\#(network)", "ip_version": 4, "cidr": "10.0.0.0/"#
        _ = try await world.makeNetwork("subnet", subnet + "24\"")
        let again = try await world.network(
            .post, "/subnets", #"{"subnet": {\#(subnet)16"}}"#)
        #expect(again.status == 400)
        let group = try await world.makeNetwork("security_group", #""name": "g""#)
        let port = try await world.makeNetwork(
            "port", #""network_id": "\#(network)", "security_groups": ["\#(group)"]"#)
        let inUse = try await world.network(.delete, "/security-groups/\(group)")
        #expect(inUse.status == 409)
        #expect(inUse.document["NeutronError"]["type"].string == "SecurityGroupInUse")
        #expect(try await world.network(.delete, "/ports/\(port)").status == 204)
        #expect(try await world.network(.delete, "/security-groups/\(group)").status == 204)
        #expect(try await world.network(.delete, "/networks/\(network)").status == 204)
        #expect(world.cloud.inventory.subnets.map(\.name) == ["public-subnet"])
    }

    @Test func `Quotas and zones are shown`() async throws {
        let world = try await WorldClient()
        let quota = try await world.network(.get, "/quotas/\(world.raw.project)/details.json")
            .document["quota"]
        #expect(quota["security_group"]["used"].int == 1)
        #expect((quota["network"]["limit"].int ?? 0) > 0 && quota["network"]["used"].int == 0)
        let zones = try await world.network(.get, "/availability_zones")
            .document["availability_zones"].items
        #expect(Set(zones.map { $0["resource"].string }) == ["network", "router"])
    }
}
