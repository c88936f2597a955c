// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSimulatedCloud
import Testing
import TestSupport

struct FaultTests {
    private let clock = SimulatedClock()

    private func world(_ profile: String) throws -> SimulatedCloud {
        SimulatedCloud(
            profile: try #require(Profile(name: profile)), clock: clock, gibibyte: 1 << 20,
            seed: 7)
    }

    private func client(_ profile: String) async throws -> RawClient {
        try await RawClient(transport: try world(profile), clock: clock)
    }

    private func volume(_ client: RawClient) async throws -> String {
        try await client.make("/volumes", #"{"volume": {"size": 1}}"#)
    }

    /// Requests a backup and waits; returns its id and final document.
    private func backup(
        _ client: RawClient, _ volume: String
    ) async throws -> (id: String, end: Document) {
        let reply = try await client.volume(
            .post, "/backups", #"{"backup": {"volume_id": "\#(volume)"}}"#)
        let id = try #require(reply.document["backup"]["id"].string)
        _ = try await client.trail("/backups/\(id)")
        return (id, try await client.volume(.get, "/backups/\(id)").document["backup"])
    }

    private func userMessages(_ client: RawClient, about id: String) async throws -> [String?] {
        let path = "/messages?resource_uuid=\(id)"
        return try await client.volume(.get, path).document["messages"].items
            .map { $0["user_message"].string }
    }

    @Test func `Fault backup-service-missing accepts a backup, which then ends in error`()
        async throws
    {
        let client = try await client("backup-service-missing")
        let volume = try await volume(client)
        let (id, end) = try await backup(client, volume)
        #expect(end["status"].string == "error")
        #expect(end["fail_reason"].string == "Service not found for creating backup.")
        #expect(try await client.trail("/volumes/\(volume)") == ["available"])
        #expect(
            try await userMessages(client, about: id) == [
                "create backup:Backup failed to schedule. Service not found for creating backup."
            ])
        let deletion = try await client.volume(.delete, "/backups/\(id)")
        #expect(deletion.status == 404)
        #expect(deletion.message == "Service cinder-backup could not be found.")
    }

    @Test func `Fault backup-not-offered has no path for backups`() async throws {
        let client = try await client("backup-not-offered")
        let reply = try await client.volume(.get, "/backups")
        #expect(reply.status == 404)
        #expect(reply.document == .null)
        #expect(try await client.volume(.get, "/volumes").status == 200)
    }

    @Test func `Fault backup-error ends a backup in error, with a reason`() async throws {
        let client = try await client("backup-error")
        let (id, end) = try await backup(client, try await volume(client))
        #expect(end["status"].string == "error")
        #expect(end["fail_reason"].string == "[Errno 28] No space left on device")
        #expect(
            try await userMessages(client, about: id) == [
                "create backup:Backup driver failed to create backup."
            ])
        #expect(try await client.volume(.delete, "/backups/\(id)").status == 202)
    }

    @Test func `Fault restore-error shows at the volume, its reason only in messages`() async throws
    {
        let client = try await client("restore-error")
        let (id, _) = try await backup(client, try await volume(client))
        let restored = try await client.restore(id)
        #expect(restored.trail == ["restoring-backup", "error_restoring"])
        let after = try await client.volume(.get, "/backups/\(id)").document["backup"]
        #expect(after["status"].string == "available")
        #expect(after["fail_reason"] == .null)
        #expect(
            try await userMessages(client, about: id) == [
                "restore backup:Backup driver failed to restore backup."
            ])
        #expect(try await client.volume(.delete, "/volumes/\(restored.id)").status == 202)
    }

    @Test func `Fault stuck never ends a backup`() async throws {
        let client = try await client("stuck")
        let volume = try await volume(client)
        let reply = try await client.volume(
            .post, "/backups", #"{"backup": {"volume_id": "\#(volume)"}}"#)
        let id = try #require(reply.document["backup"]["id"].string)
        try await clock.sleep(for: .seconds(86400 / 4))
        #expect(
            try await client.volume(.get, "/backups/\(id)").document["backup"]["status"].string
                == "creating")
    }

    @Test func `Fault slow takes sixty times as long`() async throws {
        let client = try await client("slow")
        let volume = try await volume(client)
        let reply = try await client.volume(
            .post, "/backups", #"{"backup": {"volume_id": "\#(volume)"}}"#)
        let id = try #require(reply.document["backup"]["id"].string)
        try await clock.sleep(for: .seconds(539))
        #expect(try await client.trail("/backups/\(id)") == ["creating", "available"])
    }

    @Test func `Fault throttled sometimes answers 429 with Retry-After`() async throws {
        let client = try await client("throttled")
        var statuses: [Int] = []
        for _ in 0..<40 {
            let reply = try await client.volume(.get, "/volumes")
            statuses.append(reply.status)
            if reply.status == 429 { #expect(reply.response.headers["Retry-After"] == "2") }
        }
        #expect((4...12).contains(statuses.filter { $0 == 429 }.count))
        #expect(Set(statuses) == [200, 429])
    }

    @Test func `Fault flaky breaks off, even after a creation`() async throws {
        let cloud = try world("flaky")
        let client = try await RawClient(transport: cloud, clock: clock)
        var (answered, refused, lost) = (0, 0, 0)
        for index in 0..<60 {
            do {
                let reply = try await client.volume(
                    .post, "/snapshots", #"{"snapshot": {"volume_id": "x\#(index)"}}"#)
                if reply.status >= 500 { refused += 1 } else { answered += 1 }
            } catch let error as TransportError {
                #expect(error.kind == .connectionLost && error.mayHaveArrived)
                lost += 1
            }
        }
        #expect(answered > 30 && refused > 0 && lost > 0)
        var created = 0
        for _ in 0..<60 where created == 0 {
            let before = cloud.inventory.images.count
            do {
                _ = try await client.image(.post, "/v2/images", #"{"name": "x"}"#)
            } catch is TransportError {
                created = cloud.inventory.images.count - before
            }
        }
        #expect(created == 1)
    }

    @Test func `Fault flaky breaks a download off and reports how much arrived`() async throws {
        let client = try await client("flaky")
        let retrying = try await RawClient(
            transport: Retrying(client.transport), clock: clock)
        let id = try await retrying.upload([UInt8](repeating: 7, count: 1_000_000))
        var broken: (error: TransportError, taken: Int)?
        for _ in 0..<100 where broken == nil {
            let sink = Collector(limit: .max)
            do {
                _ = try await client.image(
                    .get, "/v2/images/\(id)/file", bodyDestination: .stream(sink))
            } catch let error as TransportError where error.bytesDelivered > 0 {
                broken = (error, sink.pieces.map(\.count).reduce(0, +))
            } catch is TransportError {
                continue
            }
        }
        #expect(broken?.error.bytesDelivered == 500_000)
        #expect(broken?.taken == 500_000)
    }

    @Test func `An interrupted upload leaves an image that waits for another`() async throws {
        let client = try await client("compliant")
        let made = try await client.image(.post, "/v2/images", #"{"disk_format": "raw"}"#)
        let path = "/v2/images/\(try #require(made.document["id"].string))"
        let octets = [("Content-Type", "application/octet-stream")]
        await #expect(throws: BrokenSource.Broken.self) {
            try await client.image(
                .put, path + "/file", headers: octets,
                body: .stream(length: 9, open: { BrokenSource() }))
        }
        #expect(try await client.image(.get, path).document["status"].string == "queued")
        let again = try await client.image(
            .put, path + "/file", headers: octets, body: .bytes([1]))
        #expect(again.status == 204)
    }

    @Test(arguments: [
        ("quota-full", "/volumes", #"{"volume": {"size": 1}}"#, "volumes"),
        ("backup-quota-full", "/backups", "", "backups"),
    ])
    func `A full quota refuses with its figures`(
        profile: String, path: String, body: String, kind: String
    ) async throws {
        let client = try await client(profile)
        var body = body
        if body.isEmpty { body = #"{"backup": {"volume_id": "\#(try await volume(client))"}}"# }
        let reply = try await client.volume(.post, path, body)
        #expect(reply.status == 413)
        #expect(reply.message?.contains("Maximum number of \(kind) allowed") == true)
        let limits = try await client.volume(.get, "/limits").document["limits"]["absolute"]
        let name = kind == "volumes" ? "Volumes" : "Backups"
        #expect(limits["maxTotal\(name)"] == limits["total\(name)Used"])
    }

    @Test func `Fault expired-token refuses the first token once, half-way`() async throws {
        let cloud = try world("expired-token")
        let client = try await RawClient(transport: cloud, clock: clock)
        var statuses: [Int] = []
        for _ in 0..<12 { statuses.append(try await client.volume(.get, "/volumes").status) }
        #expect(statuses == Array(repeating: 200, count: 8) + Array(repeating: 401, count: 4))
        let again = try await RawClient(transport: cloud, clock: clock)
        for _ in 0..<30 { #expect(try await again.volume(.get, "/volumes").status == 200) }
    }

    @Test(arguments: [("compliant", false, true), ("admin", true, true), ("reader", false, false)])
    func `A token lists its roles`(profile: String, admin: Bool, member: Bool) async throws {
        let client = try await client(profile)
        let reply = try await client.send(
            .post, SimulatedCloud.authURL.appending(path: "auth/tokens"),
            RawClient.login(.member))
        let roles = reply.document["token"]["roles"].items.map { $0["name"].string }
        #expect(roles.contains("admin") == admin)
        #expect(roles.contains("member") == member)
        let image = try await client.image(.post, "/v2/images", #"{"name": "x"}"#)
        #expect(image.status == (member ? 201 : 403))
    }

    @Test func `Fault no-image-service has neither catalog entry nor host`() async throws {
        let client = try await client("no-image-service")
        #expect(client.endpoints["image"] == nil)
        let volume = try await client.volume(
            .post, "/volumes", #"{"volume": {"size": 1, "imageRef": "cirros"}}"#)
        #expect(volume.status == 400)
    }

    @Test func `Faults image-upload-forbidden and no-qcow2 refuse the image`() async throws {
        let forbidden = try await client("image-upload-forbidden")
        #expect(try await forbidden.image(.post, "/v2/images", #"{"name": "x"}"#).status == 403)
        let limited = try await client("no-qcow2")
        let refused = try await limited.image(
            .post, "/v2/images", #"{"disk_format": "qcow2", "container_format": "bare"}"#)
        #expect(refused.status == 400)
        let formats = try await limited.image(.get, "/v2/schemas/image")
            .document["properties"]["disk_format"]["enum"].items.map(\.string)
        #expect(formats.contains("raw") && !formats.contains("qcow2"))
    }

    @Test func `Fault hashless omits os_hash_value`() async throws {
        let client = try await client("hashless")
        let id = try await client.upload([1, 2, 3])
        let image = try await client.image(.get, "/v2/images/\(id)").document
        #expect(image["os_hash_value"] == .null && image["os_hash_algo"] == .null)
        #expect(image["status"].string == "active")
    }

    @Test func `Fault undeletable ends a deletion in error_deleting`() async throws {
        let client = try await client("undeletable")
        let id = try await volume(client)
        #expect(try await client.volume(.delete, "/volumes/\(id)").status == 202)
        let seen = try await client.trail("/volumes/\(id)", until: ["error_deleting"])
        #expect(seen == ["deleting", "error_deleting"])
        #expect(try await client.volume(.delete, "/volumes/\(id)").status == 400)
    }

    @Test func `Fault unauthorized refuses every sign-in`() async throws {
        let cloud = try world("unauthorized")
        await #expect(throws: RawClient.Missing.self) {
            try await RawClient(transport: cloud, clock: clock)
        }
    }
}

/// Provides a few bytes, then fails.
private struct BrokenSource: ByteSource {
    struct Broken: Error {}
    private var isFirst = true

    mutating func next(_ count: Int) throws -> [UInt8] {
        guard isFirst else { throw Broken() }
        isFirst = false
        return [1, 2, 3]
    }
}
