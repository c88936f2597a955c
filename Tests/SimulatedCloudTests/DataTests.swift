// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSimulatedCloud
import Testing
import TestSupport

struct DataTests {
    static let gibibyte = 1 << 20

    /// Bytes that depend on place and seed.
    static func noise(_ count: Int, seed: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* 31 &+ seed) ^ ($0 >> 7)) | 1 }
    }

    static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: gibibyte - bytes.count)
    }

    private let clock = SimulatedClock()

    private func client(_ profile: String = "compliant") async throws -> RawClient {
        let cloud = SimulatedCloud(
            profile: try #require(Profile(name: profile)), clock: clock,
            gibibyte: Int64(Self.gibibyte))
        return try await RawClient(transport: cloud, clock: clock)
    }

    private func volume(_ client: RawClient, image: String) async throws -> String {
        try await client.make("/volumes", #"{"volume": {"size": 1, "imageRef": "\#(image)"}}"#)
    }

    @Test func `Data survive backup, deletion of the source and restore`() async throws {
        let client = try await client()
        let bytes = Self.noise(70_000, seed: 1)
        let volume = try await volume(client, image: try await client.upload(bytes))
        let backup = try await client.make(
            "/backups", #"{"backup": {"volume_id": "\#(volume)"}}"#)
        _ = try await client.volume(.delete, "/volumes/\(volume)")
        #expect(try await client.trail("/volumes/\(volume)", until: ["gone"]).last == "gone")
        let restored = try await client.restore(backup)
        #expect(restored.trail == ["restoring-backup", "available"])
        #expect(try await client.content(of: restored.id) == Self.padded(bytes))
    }

    @Test(arguments: [UInt32(2), 3])
    func `Data of a qcow2 image lie where the image maps them`(version: UInt32) async throws {
        let client = try await client()
        var disk = Qcow2Writer(virtualSize: Self.gibibyte, version: version)
        let (first, last) = (Self.noise(4096, seed: 2), Self.noise(4096, seed: 3))
        disk.put(first, at: 0)
        disk.put(last, at: Self.gibibyte - 4096)
        if version == 3 {
            disk.put(first, at: 8192)
            disk.markZero(at: 8192)
        }
        let image = try await client.upload(disk.file, format: "qcow2")
        let shown = try await client.image(.get, "/v2/images/\(image)").document
        #expect(shown["virtual_size"].int == Int64(Self.gibibyte))
        #expect(shown["size"].int == Int64(disk.file.count))
        let volume = try await volume(client, image: image)
        let gap = [UInt8](repeating: 0, count: Self.gibibyte - 8192)
        #expect(try await client.content(of: volume) == first + gap + last)
    }

    @Test func `An upload that is not qcow2 is refused, and the image waits for another`()
        async throws
    {
        let client = try await client()
        let made = try await client.image(
            .post, "/v2/images", #"{"disk_format": "qcow2", "container_format": "bare"}"#)
        let id = try #require(made.document["id"].string)
        let sent = try await client.image(
            .put, "/v2/images/\(id)/file", headers: [("Content-Type", "application/octet-stream")],
            body: .bytes([1, 2, 3]))
        #expect(sent.status == 415)
        #expect(
            try await client.image(.get, "/v2/images/\(id)").document["status"].string == "queued")
    }

    @Test func `Each of three generations is restored, over a used volume too`() async throws {
        let client = try await client()
        let generations = try await [10, 20, 30].asyncMap { seed in
            try await client.upload(Self.noise(40_000, seed: seed))
        }
        let volume = try await volume(client, image: generations[0])
        var backups: [String] = []
        for (index, image) in generations.enumerated() {
            if index > 0 {
                let reply = try await client.volume(
                    .post, "/volumes/\(volume)/action",
                    #"{"os-reimage": {"image_id": "\#(image)"}}"#)
                #expect(reply.status == 202)
                #expect(try await client.trail("/volumes/\(volume)").first == "downloading")
            }
            backups.append(
                try await client.make(
                    "/backups",
                    #"{"backup": {"volume_id": "\#(volume)", "incremental": \#(index > 0)}}"#))
        }
        let middle = try await client.restore(backups[1], onto: volume)
        #expect(middle.id == volume)
        #expect(
            try await client.content(of: volume) == Self.padded(Self.noise(40_000, seed: 20)))
        let newest = try await client.restore(backups[2])
        #expect(
            try await client.content(of: newest.id) == Self.padded(Self.noise(40_000, seed: 30)))
    }

    @Test func `A snapshot keeps the volume's data of its time`() async throws {
        let client = try await client()
        let old = try await client.upload(Self.noise(5000, seed: 1))
        let volume = try await volume(client, image: old)
        let snapshot = try await client.make(
            "/snapshots", #"{"snapshot": {"volume_id": "\#(volume)"}}"#)
        let new = try await client.upload(Self.noise(5000, seed: 2))
        _ = try await client.volume(
            .post, "/volumes/\(volume)/action", #"{"os-reimage": {"image_id": "\#(new)"}}"#)
        _ = try await client.trail("/volumes/\(volume)")
        let backup = try await client.make(
            "/backups",
            #"{"backup": {"volume_id": "\#(volume)", "snapshot_id": "\#(snapshot)"}}"#)
        let restored = try await client.restore(backup)
        #expect(
            try await client.content(of: restored.id) == Self.padded(Self.noise(5000, seed: 1)))
        let clone = try await client.make(
            "/volumes", #"{"volume": {"snapshot_id": "\#(snapshot)", "size": 2}}"#)
        #expect(try await client.content(of: clone).count == 2 * Self.gibibyte)
    }

    @Test func `An image has the digests of all its bytes`() async throws {
        let client = try await client()
        let image = try await client.upload(Array("abc".utf8))
        let shown = try await client.image(.get, "/v2/images/\(image)").document
        #expect(shown["os_hash_algo"].string == "sha512")
        #expect(
            shown["os_hash_value"].string?.hasPrefix("ddaf35a193617abacc417349ae204131") == true)
        #expect(shown["checksum"].string == "900150983cd24fb0d6963f7d28e17f72")
    }

    @Test func `A download arrives in pieces and stops when the sink has enough`() async throws {
        let client = try await client()
        let bytes = Self.noise(1_200_000, seed: 9)
        let image = try await client.upload(bytes)
        let all = Collector(limit: .max)
        let whole = try await client.image(
            .get, "/v2/images/\(image)/file", bodyDestination: .stream(all))
        #expect(all.pieces.count == 3)
        #expect(Array(all.pieces.joined()) == bytes)
        #expect(whole.response.body.isEmpty && !whole.response.endedEarly)
        let some = Collector(limit: 1)
        let part = try await client.image(
            .get, "/v2/images/\(image)/file", bodyDestination: .stream(some))
        #expect(part.response.endedEarly)
        let range = try await client.image(
            .get, "/v2/images/\(image)/file", headers: [("Range", "bytes=1199990-")])
        #expect(range.status == 206)
        #expect(range.response.headers["Content-Range"] == "bytes 1199990-1199999/1200000")
        #expect(range.response.body == Array(bytes.suffix(10)))
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(
        _ transform: (Element) async throws -> Result
    ) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
