// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSimulatedCloud
import Testing
import TestSupport

struct ComputeTests {
    @Test func `Versions are public`() async throws {
        let world = try await WorldClient()
        let detail = try await world.compute(.get, "/").document["version"]
        #expect(detail["id"].string == "v2.1" && detail["min_version"].string == "2.1")
        let root = try #require(URL(string: "https://compute.simulated.example/"))
        let list = try await world.raw.send(.get, root).document["versions"]
        #expect(list.items.map { $0["id"].string } == ["v2.0", "v2.1"])
    }

    @Test(arguments: [
        (nil, 200, false), ("2.1", 200, false), ("2.60", 200, false), ("2.61", 200, true),
        ("latest", 200, true), ("2.999", 406, false), ("3.0", 406, false), ("bad", 400, false),
    ])
    func `Extra specs are shown from 2.61 on`(
        version: String?, status: Int, hasSpecs: Bool
    ) async throws {
        let world = try await WorldClient()
        let reply = try await world.compute(.get, "/flavors/detail", version: version)
        #expect(reply.status == status)
        let flavor = reply.document["flavors"][0]
        #expect(flavor.keys.contains("extra_specs") == hasSpecs)
        #expect(flavor.keys.contains("vcpus") == (status == 200))
    }

    @Test func `The older header works, and extra specs have their own path`() async throws {
        let world = try await WorldClient()
        let reply = try await world.ask(
            "compute", .get, "/flavors/detail?limit=1",
            headers: [("X-OpenStack-Nova-API-Version", "2.61")])
        let flavor = reply.document["flavors"][0]
        let id = try #require(flavor["id"].string)
        let specs = try await world.compute(.get, "/flavors/\(id)/os-extra_specs")
        #expect(specs.document["extra_specs"] == flavor["extra_specs"])
        #expect(reply.response.headers["OpenStack-API-Version"] == "compute 2.61")
        #expect(try await world.compute(.get, "/flavors/nope/os-extra_specs").status == 404)
    }

    @Test(arguments: [1, 7, 31, 32]) func `Flavors are paged`(limit: Int) async throws {
        let world = try await WorldClient()
        let flavors = try await world.flavors(limit: limit)
        #expect(flavors.count == 31 && Set(flavors).count == 31)
        let unknown = try await world.compute(.get, "/flavors/detail?marker=nope")
        #expect(unknown.status == 400)
        #expect(unknown.message == "marker [nope] not found")
        #expect(try await world.compute(.get, "/flavors/detail?limit=x").status == 400)
    }

    @Test func `A missing or wrong token is refused`() async throws {
        let world = try await WorldClient()
        for (service, path) in [
            ("compute", "/flavors"), ("network", "/v2.0/networks"),
            ("key-manager", "/v1/secrets"), ("object-store", ""),
        ] {
            let reply = try await world.ask(
                service, .get, path, headers: [("X-Auth-Token", "wrong")])
            #expect(reply.status == 401, "\(service)")
        }
    }

    @Test func `Servers count towards the limits`() async throws {
        let world = try await WorldClient()
        let limits = try await world.compute(.get, "/limits").document["limits"]["absolute"]
        #expect(limits["totalInstancesUsed"].int == 0)
        #expect((limits["maxTotalInstances"].int ?? 0) > 0)
        #expect((limits["maxTotalRAMSize"].int ?? 0) > 0 && (limits["maxTotalCores"].int ?? 0) > 0)
        let zones = try await world.compute(.get, "/os-availability-zone").document
        #expect(zones["availabilityZoneInfo"][0]["zoneName"].string == "nova")
    }
}
