// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSimulatedCloud
import Testing
import TestSupport

struct ConversationTests {
    @Test(arguments: [("compliant", "files"), ("ceph", "ceph")])
    func `Answers match those recorded from OpenStack 2025.1`(name: String, backEnd: String)
        async throws
    {
        let clock = SimulatedClock()
        let cloud = SimulatedCloud(
            profile: try #require(Profile(name: name)), clock: clock, gibibyte: 1 << 20)
        cloud.plant(name: nil, credentials: .other)
        let before = cloud.inventory
        var conversation = try await Conversation(
            transport: cloud, authURL: SimulatedCloud.authURL, credentials: .member, clock: clock,
            name: "conversation")
        let exchanges = try await conversation.hold()
        let recorded = try Exchange.recorded("openstack-2025.1-\(backEnd)")
        #expect(exchanges.map(\.name) == recorded.map(\.name))
        for (mine, real) in zip(exchanges, recorded) {
            #expect(mine == real, "\(mine.name)")
        }
        #expect(cloud.inventory == before)
    }

    @Test func `Refusals use Cinder's words`() async throws {
        let clock = SimulatedClock()
        var conversation = try await Conversation(
            transport: SimulatedCloud(clock: clock, gibibyte: 1 << 20),
            authURL: SimulatedCloud.authURL, credentials: .member, clock: clock, name: "words")
        let exchanges = try await conversation.hold()
        func words(_ name: String) -> String? { exchanges.first { $0.name == name }?.message }
        #expect(
            words("deleting a backup with increments")
                == "Invalid backup: Incremental backups exist for this backup.")
        #expect(
            words("more than the quota")
                == "VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed "
                + "gigabytes quota. Requested 100000G, quota is NG and NG has been consumed.")
        #expect(
            words("too new a version")
                == "Version 3.999 is not supported by the API. Minimum is 3.0 and maximum is 3.71.")
        #expect(words("a restore of nothing") == "Backup ID could not be found.")
    }

    @Test func `Fields appear from their microversion on`() async throws {
        let clock = SimulatedClock()
        var client = try await RawClient(
            transport: SimulatedCloud(clock: clock, gibibyte: 1 << 20), clock: clock)
        let id = try await client.make("/volumes", #"{"volume": {"size": 1}}"#)
        client.version = "3.62"
        #expect(!(try await fields(client, id)).contains("volume_type_id"))
        client.version = "3.63"
        #expect(try await fields(client, id).contains("volume_type_id"))
        client.version = nil
        #expect(!(try await fields(client, id)).contains("group_id"))
    }

    private func fields(_ client: RawClient, _ id: String) async throws -> [String] {
        try await client.volume(.get, "/volumes/\(id)").document["volume"].keys
    }

    @Test func `Other projects' resources are hidden`() async throws {
        let clock = SimulatedClock()
        let cloud = SimulatedCloud(clock: clock, gibibyte: 1 << 20)
        let client = try await RawClient(transport: cloud, clock: clock)
        let volume = try await client.make("/volumes", #"{"volume": {"size": 1}}"#)
        let backup = try await client.make(
            "/backups", #"{"backup": {"volume_id": "\#(volume)"}}"#)
        let other = try await RawClient(transport: cloud, credentials: .other, clock: clock)
        for path in ["/volumes/\(volume)", "/backups/\(backup)"] {
            #expect(try await other.volume(.get, path).status == 404)
            #expect(try await other.volume(.delete, path).status == 404)
        }
        let restore = try await other.volume(
            .post, "/backups/\(backup)/restore", #"{"restore": {}}"#)
        #expect(restore.status == 404)
        #expect(try await other.volume(.get, "/backups").document["backups"].items.isEmpty)
        #expect(client.project != other.project)
    }

    @Test func `Lists are paged and filtered`() async throws {
        let clock = SimulatedClock()
        let cloud = SimulatedCloud(clock: clock, gibibyte: 1 << 20)
        for name in ["a", "b", nil, "\"<&\u{7}' or 1=1"] { cloud.plant(name: name) }
        let client = try await RawClient(transport: cloud, clock: clock)
        var names: [String?] = []
        var path = "/volumes?limit=3"
        for _ in 0..<2 {
            let page = try await client.volume(.get, path).document
            names += page["volumes"].items.map { $0["name"].string }
            let next = page["volumes_links"][0]["href"].string ?? ""
            path = "/volumes?" + (next.split(separator: "?").last ?? "")
        }
        #expect(names == ["\"<&\u{7}' or 1=1", nil, "b", "a"])
        let found = try await client.volume(.get, "/volumes/detail?name=b&status=available")
        #expect(found.document["volumes"].items.count == 1)
        #expect(
            try await client.volume(.get, "/volumes?name=b&status=error")
                .document["volumes"].items.isEmpty)
    }

    @Test func `Keystone accepts application credentials, the system scope and ids`() async throws {
        let clock = SimulatedClock()
        let cloud = SimulatedCloud(clock: clock)
        let known = SimulatedCloud.ApplicationCredential.member
        let client = try await RawClient(transport: cloud, clock: clock)
        func login(_ body: String) async throws -> RawClient.Reply {
            try await client.send(
                .post, SimulatedCloud.authURL.appending(path: "auth/tokens"), body)
        }
        func credential(secret: String) -> String {
            #"{"auth": {"identity": {"methods": ["application_credential"], "#
                + #""application_credential": {"id": "\#(known.id)", "secret": "\#(secret)"}}}}"#
        }
        let good = try await login(credential(secret: known.secret))
        #expect(good.status == 201)
        #expect(good.document["token"]["project"]["id"].string == client.project)
        #expect(good.document["token"]["application_credential"]["restricted"].bool == true)
        #expect(try await login(credential(secret: "wrong")).status == 401)
        let system =
            RawClient.login(.member).split(separator: #""scope":"#)[0]
            + #""scope": {"system": {"all": true}}}}"#
        #expect(try await login(String(system)).status == 401)
        let byID = RawClient.login(.member).replacing(
            #""name": "demo", "domain": {"name": "Default"}}}}}"#,
            with: #""id": "\#(client.project)"}}}}"#)
        #expect(try await login(byID).status == 201)
    }

    @Test func `A request without a token is referred to Keystone`() async throws {
        let clock = SimulatedClock()
        let client = try await RawClient(transport: SimulatedCloud(clock: clock), clock: clock)
        for address in [client.endpoints["block-storage"], client.endpoints["image"]] {
            let url = try #require(address.flatMap { URL(string: $0 + "/v2/images") })
            let reply = try await client.send(.get, url, headers: [("X-Auth-Token", "none")])
            #expect(reply.status == 401)
            #expect(
                reply.response.headers["WWW-Authenticate"]
                    == "Keystone uri=\"\(SimulatedCloud.authURL.absoluteString)\"")
        }
    }

    @Test func `An operator sees everything, a member only the project`() async throws {
        let clock = SimulatedClock()
        let cloud = SimulatedCloud(clock: clock)
        cloud.plant(name: "mine")
        cloud.plant(name: "theirs", credentials: .other)
        let path = "/volumes/detail?all_tenants=1"
        let member = try await RawClient(transport: cloud, clock: clock)
        #expect(try await member.volume(.get, path).document["volumes"].items.count == 1)
        let admin = try await RawClient(transport: cloud, credentials: .admin, clock: clock)
        #expect(try await admin.volume(.get, path).document["volumes"].items.count == 2)
    }

    @Test func `Only the cloud's own hosts answer`() async throws {
        let cloud = SimulatedCloud(clock: SimulatedClock())
        let elsewhere = try #require(URL(string: "https://example.com/v3"))
        let error = await #expect(throws: TransportError.self) {
            try await cloud.send(HTTPRequest(.get, elsewhere))
        }
        #expect(error?.kind == .unresolved)
    }

    @Test func `A quota counts usage and refuses the excess`() async throws {
        let clock = SimulatedClock()
        let client = try await RawClient(
            transport: SimulatedCloud(clock: clock, gibibyte: 1 << 20), clock: clock)
        var last = ""
        for _ in 0..<10 {
            last = try await client.make("/volumes", #"{"volume": {"size": 2}}"#)
        }
        let eleventh = try await client.volume(.post, "/volumes", #"{"volume": {"size": 1}}"#)
        #expect(eleventh.status == 413)
        #expect(eleventh.response.headers["Retry-After"] == "0")
        #expect(
            eleventh.message
                == "VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded for quota "
                + "'volumes'.")
        // A resource in deletion still counts.
        _ = try await client.volume(.delete, "/volumes/\(last)")
        #expect(try await inUse(client) == 10)
        _ = try await client.trail("/volumes/\(last)", until: ["gone"])
        #expect(try await inUse(client) == 9)
    }

    private func inUse(_ client: RawClient) async throws -> Int64? {
        let path = "/os-quota-sets/\(client.project)?usage=True"
        return try await client.volume(.get, path).document["quota_set"]["volumes"]["in_use"].int
    }
}
