// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SimulatedCloud
import TestSupport
import Testing

@testable import Core

/// Creating and removing, against a simulated cloud whose answers get lost.
@Suite struct TrackerTests {
    private let clock = SimulatedClock()
    private let journal = JournalMemory()

    private func world(_ profile: String = "compliant", _ seed: UInt64 = 1) throws -> (
        SimulatedCloud, Cloud, ResourceTracker
    ) {
        let simulated = SimulatedCloud(
            profile: try #require(Profile(name: profile)), clock: clock, gibibyte: 1 << 20,
            seed: seed)
        let who = SimulatedCloud.Credentials.member
        let configuration = CloudConfiguration(
            name: "c",
            authentication: .password(
                user: .name(who.user, domain: .name(who.domain)), secret: Secret(who.password),
                scope: .project(.name(who.project ?? "", domain: .name(who.domain)))),
            authURL: SimulatedCloud.authURL)
        let retrying = RetryingTransport(
            simulated, policy: RetryPolicy(), clock: clock, jitter: { 0.5 },
            now: { [clock] in clock.date }, onRetry: { _ in })
        let cloud = Cloud(
            configuration, transport: retrying, clock: clock, date: { [clock] in clock.date })
        let tracker = ResourceTracker(
            prefix: "scs-check-test", journal: journal, date: { [clock] in clock.date })
        return (simulated, cloud, tracker)
    }

    private func entries() throws -> [JournalEntry] {
        let head = #"{"journal":1,"run":"r","cloud":"c","authURL":"u","at":"t"}"# + "\n"
        return try JournalReader.read(Array(head.utf8) + journal.contents, file: "j").entries
    }

    @Test("The intention is in the journal before the request is sent")
    func order() async throws {
        let (simulated, cloud, tracker) = try world()
        let journal = journal
        let watched = cloud.observed { call in
            guard call.method == .post, call.url.hasSuffix("/volumes") else { return }
            #expect(String(decoding: journal.contents, as: UTF8.self).contains("\"intend\""))
        }
        let owned = try await tracker.create(.volume("a", gib: 1), in: watched) { _ in }
        #expect(simulated.inventory.volumes.map(\.name) == ["scs-check-test-1-a"])
        #expect(try entries().map(\.id) == [owned.id])
    }

    @Test("A refused creation leaves nothing to remove")
    func refused() async throws {
        let (_, cloud, tracker) = try world("quota-full")
        let error = await #expect(throws: APIError.self) {
            try await tracker.create(.volume("a", gib: 1), in: cloud) { _ in }
        }
        #expect(error?.status == 413)
        #expect(try entries().map(\.isGone) == [true])
    }

    @Test("Lost answers lose no resource", arguments: 1...15)
    func lost(_ seed: UInt64) async throws {
        let (simulated, cloud, tracker) = try world("flaky", seed)
        let before = simulated.inventory
        for role in ["a", "b", "c", "d"] {
            do {
                _ = try await tracker.create(.volume(role, gib: 1), in: cloud) { _ in }
            } catch is TransportError {
                continue
            }
        }
        let living = Set(simulated.inventory.volumes.map(\.name))
        #expect(living.isSubset(of: Set(try entries().map { Optional($0.name) })))
        let leftovers = await Janitor(tracker: tracker, cloud: cloud, limit: .seconds(600)).clean()
        #expect(leftovers.isEmpty)
        #expect(simulated.inventory == before)
    }

    @Test("What a killed run intended is found by its exact name, and nothing else is touched")
    func killed() async throws {
        let (simulated, cloud, _) = try world()
        simulated.plant(name: "scs-check-test-1-source-of-others")
        simulated.plant(name: nil)
        let before = simulated.inventory
        _ = try await cloud.json(
            Call(
                .post, .blockStorage, ["volumes"],
                json: ["volume": ["name": "scs-check-test-1-source", "size": 1]]))
        let entry = JournalEntry(
            n: 1, kind: .volume, name: "scs-check-test-1-source", id: nil, from: [])
        let tracker = ResourceTracker(
            prefix: "scs-check-test", journal: journal, entries: [entry],
            date: { [clock] in clock.date })
        #expect(await Janitor(tracker: tracker, cloud: cloud, limit: .seconds(600)).clean().isEmpty)
        #expect(simulated.inventory == before)
    }

    @Test("Increments go before what they stand on, volumes before their images")
    func dependencies() async throws {
        let (simulated, cloud, tracker) = try world("ceph")
        let before = simulated.inventory
        let volume = try await tracker.create(.volume("v", gib: 1), in: cloud) { _ in }
        clock.advance(by: .seconds(60))
        let full = try await tracker.create(.backup(of: volume, "full"), in: cloud) { _ in }
        clock.advance(by: .seconds(60))
        _ = try await tracker.create(.snapshot(of: volume, "s"), in: cloud) { _ in }
        clock.advance(by: .seconds(60))
        _ = try await tracker.create(.backup(of: volume, "increment", after: full), in: cloud) {
            _ in
        }
        #expect(await Janitor(tracker: tracker, cloud: cloud, limit: .seconds(600)).clean().isEmpty)
        #expect(simulated.inventory == before)
    }

    @Test("What cannot be removed is told with its state and the reason")
    func stuck() async throws {
        let (_, cloud, tracker) = try world("undeletable")
        let volume = try await tracker.create(.volume("v", gib: 1), in: cloud) { _ in }
        clock.advance(by: .seconds(60))
        let leftovers = await Janitor(tracker: tracker, cloud: cloud, limit: .seconds(600)).clean()
        #expect(leftovers.map(\.id) == [volume.id])
        #expect(leftovers.first?.status == "error_deleting")
        #expect(try entries().map(\.isGone) == [false])
    }
}
