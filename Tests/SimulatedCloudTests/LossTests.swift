// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSimulatedCloud
import Testing
import TestSupport

struct LossTests {
    private typealias Bytes = DataTests

    private let clock = SimulatedClock()

    private func world(_ profile: String) throws -> SimulatedCloud {
        SimulatedCloud(
            profile: try #require(Profile(name: profile)), clock: clock, gibibyte: 1 << 20,
            seed: 7)
    }

    private func image(_ client: RawClient, seed: Int, count: Int = 40_000) async throws -> String {
        try await client.upload(Bytes.noise(count, seed: seed))
    }

    private func volume(_ client: RawClient, image: String) async throws -> String {
        try await client.make("/volumes", #"{"volume": {"size": 1, "imageRef": "\#(image)"}}"#)
    }

    private func backup(
        _ client: RawClient, _ volume: String, more: String = ""
    ) async throws -> String {
        try await client.make("/backups", #"{"backup": {"volume_id": "\#(volume)"\#(more)}}"#)
    }

    private func reimage(_ client: RawClient, _ volume: String, _ image: String) async throws {
        _ = try await client.volume(
            .post, "/volumes/\(volume)/action", #"{"os-reimage": {"image_id": "\#(image)"}}"#)
        _ = try await client.trail("/volumes/\(volume)")
    }

    @Test func `Fault corrupt-restore changes one byte and records its offset`() async throws {
        let cloud = try world("corrupt-restore")
        let client = try await RawClient(transport: cloud, clock: clock)
        let volume = try await volume(client, image: try await image(client, seed: 1))
        let restored = try await client.restore(try await backup(client, volume))
        let content = try await client.content(of: restored.id)
        let wanted = Bytes.padded(Bytes.noise(40_000, seed: 1))
        let wrong = content.indices.filter { content[$0] != wanted[$0] }
        #expect(content.count == wanted.count)
        #expect(wrong.map(Int64.init) == [cloud.corruptions[restored.id]])
    }

    @Test func `Fault cut-tail cuts a new volume after its last data byte`() async throws {
        let client = try await RawClient(transport: try world("cut-tail"), clock: clock)
        let volume = try await volume(client, image: try await image(client, seed: 1))
        let id = try await backup(client, volume)
        let restored = try await client.restore(id)
        #expect(try await client.content(of: restored.id) == Bytes.noise(40_000, seed: 1))
        let shown = try await client.volume(.get, "/volumes/\(restored.id)").document["volume"]
        #expect(shown["size"].int == 1)
        _ = try await client.restore(id, onto: volume)
        #expect(try await client.content(of: volume).count == Bytes.gibibyte)
    }

    @Test func `Fault snapshot-top-layer stores only changes since the snapshot`() async throws {
        let client = try await RawClient(transport: try world("snapshot-top-layer"), clock: clock)
        let volume = try await volume(client, image: try await image(client, seed: 1))
        let whole = try await backup(client, volume)
        _ = try await client.make("/snapshots", #"{"snapshot": {"volume_id": "\#(volume)"}}"#)
        let layer = try await backup(client, volume)
        let good = try await client.restore(whole)
        #expect(
            try await client.content(of: good.id) == Bytes.padded(Bytes.noise(40_000, seed: 1)))
        let bad = try await client.restore(layer)
        #expect(try await client.content(of: bad.id).allSatisfy { $0 == 0 })
    }

    @Test func `Fault stale-increment restores data of a deleted increment`() async throws {
        let client = try await RawClient(transport: try world("stale-increment"), clock: clock)
        let empty = try await client.upload(Bytes.padded([7]))
        let volume = try await volume(client, image: empty)
        _ = try await backup(client, volume)
        try await reimage(client, volume, try await image(client, seed: 3))
        let increment = #", "incremental": true"#
        let first = try await backup(client, volume, more: increment)
        _ = try await client.volume(.delete, "/backups/\(first)")
        _ = try await client.trail("/backups/\(first)", until: ["gone"])
        try await reimage(client, volume, empty)
        let second = try await backup(client, volume, more: increment)
        let restored = try await client.restore(second)
        let content = try await client.content(of: restored.id)
        #expect(content[0] == 7)
        #expect(content[20_000..<40_000] == Bytes.noise(40_000, seed: 3)[20_000...])
    }

    @Test func `Fault ceph loses a snapshot's good backup with the failed one`() async throws {
        let client = try await RawClient(transport: try world("ceph"), clock: clock)
        let volume = try await volume(client, image: try await image(client, seed: 1))
        let snapshot = try await client.make(
            "/snapshots", #"{"snapshot": {"volume_id": "\#(volume)"}}"#)
        let of = #", "snapshot_id": "\#(snapshot)""#
        let good = try await backup(client, volume, more: of)
        #expect(try await client.restore(good).trail.last == "available")
        let second = try await client.volume(
            .post, "/backups", #"{"backup": {"volume_id": "\#(volume)"\#(of)}}"#)
        let failed = try #require(second.document["backup"]["id"].string)
        #expect(try await client.trail("/backups/\(failed)").last == "error")
        let reason = try await client.volume(.get, "/backups/\(failed)")
            .document["backup"]["fail_reason"].string
        #expect(reason == "[errno 17] RBD image already exists (error creating image)")
        _ = try await client.volume(.delete, "/backups/\(failed)")
        _ = try await client.trail("/backups/\(failed)", until: ["gone"])
        #expect(try await client.trail("/backups/\(good)") == ["available"])
        #expect(try await client.restore(good).trail.last == "error_restoring")
    }

    @Test func `Fault ceph ties a raw image to the volumes cloned from it`() async throws {
        let client = try await RawClient(transport: try world("ceph"), clock: clock)
        let image = try await image(client, seed: 1)
        let shown = try await client.image(.get, "/v2/images/\(image)").document
        #expect(shown["direct_url"].string?.hasPrefix("rbd://") == true)
        let volume = try await volume(client, image: image)
        #expect(try await client.image(.delete, "/v2/images/\(image)").status == 409)
        _ = try await client.volume(.delete, "/volumes/\(volume)")
        _ = try await client.trail("/volumes/\(volume)", until: ["gone"])
        #expect(try await client.image(.delete, "/v2/images/\(image)").status == 204)
    }

    @Test func `The same seed causes the same losses`() async throws {
        var offsets: [Int64?] = []
        for _ in 0..<2 {
            let cloud = try world("corrupt-restore+flaky+ceph")
            let retrying = Retrying(cloud)
            let client = try await RawClient(transport: retrying, clock: clock)
            let volume = try await client.make("/volumes", #"{"volume": {"size": 1}}"#)
            let restored = try await client.restore(try await backup(client, volume))
            offsets.append(cloud.corruptions[restored.id])
        }
        #expect(offsets[0] != nil && offsets[0] == offsets[1])
    }
}
