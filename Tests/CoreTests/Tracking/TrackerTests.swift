// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSimulatedCloud
import Synchronization
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

/// Creation and removal on a simulated cloud whose answers get lost.
struct TrackerTests {
    private let clock = SimulatedClock()
    private let journal = JournalMemory()

    private func world(
        _ profile: String = "compliant", _ seed: UInt64 = 1,
        through path: (SimulatedCloud) -> any HTTPTransport = { $0 }
    ) throws -> (SimulatedCloud, Cloud, ResourceTracker) {
        let simulated = SimulatedCloud(
            profile: try #require(Profile(name: profile)), clock: clock, gibibyte: 1 << 20,
            seed: seed)
        let cloud = Cloud.simulated(path(simulated), clock: clock)
        let tracker = ResourceTracker(
            prefix: "scs-check-test", journal: journal, date: { [clock] in clock.date })
        return (simulated, cloud, tracker)
    }

    private func entries() throws -> [JournalEntry] {
        let head = #"{"journal":2,"run":"test","cloud":"c","authURL":"u","at":"t"}"#
        let line = JournalLine.sealed(Array(head.utf8)) + [0x0A]
        return try JournalReader.read(line + journal.contents, file: "j").entries
    }

    @Test func `The journal holds the intention before the request is sent`() async throws {
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

    @Test func `A refused creation leaves nothing to remove`() async throws {
        let (_, cloud, tracker) = try world("quota-full")
        let error = await #expect(throws: APIError.self) {
            try await tracker.create(.volume("a", gib: 1), in: cloud) { _ in }
        }
        #expect(error?.status == 413)
        #expect(try entries().map(\.isGone) == [true])
    }

    @Test(arguments: 1...15)
    func `Lost answers lose no resource`(_ seed: UInt64) async throws {
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

    @Test func `A killed run's intentions are found by exact name, and nothing else is touched`()
        async throws
    {
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

    /// The result of a cleanup that knows only these entries.
    private func finish(
        _ entries: [JournalEntry], in cloud: Cloud, gracePeriod: Duration = .seconds(60)
    ) async -> [Leftover] {
        let tracker = ResourceTracker(
            prefix: "scs-check-test", journal: journal, entries: entries,
            date: { [clock] in clock.date })
        return await Janitor(
            tracker: tracker, cloud: cloud, limit: .seconds(600), gracePeriod: gracePeriod
        ).clean()
    }

    private func make(_ name: String, in cloud: Cloud) async throws -> ResourceID {
        let answer = try await cloud.json(
            Call(
                .post, .blockStorage, ["volumes"],
                json: ["volume": ["name": .string(name), "size": 1]]))
        return try #require(answer["volume"]?["id"]?.id)
    }

    @Test func `A resource under a foreign name is reported, not deleted`() async throws {
        let (simulated, cloud, _) = try world()
        let id = try await make("database", in: cloud)
        clock.advance(by: .seconds(60))
        let before = simulated.inventory
        let entry = JournalEntry(
            n: 1, kind: .volume, name: "scs-check-test-1-source", id: id, from: [])
        let leftovers = await finish([entry], in: cloud)
        #expect(leftovers.map(\.id) == [id.text])
        #expect(leftovers.first?.reason.contains("under database") == true)
        #expect(simulated.inventory == before)
    }

    @Test(arguments: [0, 1])
    func `A wrong id does not keep its name from finding the resource`(_ case: Int) async throws {
        let (simulated, cloud, _) = try world()
        let foreign = try await make("database", in: cloud)
        clock.advance(by: .seconds(60))
        let before = simulated.inventory
        _ = try await make("scs-check-test-1-source", in: cloud)
        let nobody: ResourceID = "00000000-0000-4000-a000-000000000000"
        let id = `case` == 0 ? foreign : nobody
        let entry = JournalEntry(
            n: 1, kind: .volume, name: "scs-check-test-1-source", id: id, from: [])
        #expect(await finish([entry], in: cloud).isEmpty)
        #expect(simulated.inventory == before)
    }

    @Test(arguments: [(55, true), (300, false)])
    func `Cleanup waits for a late creation, within limits`(_ seconds: Int, _ isFound: Bool)
        async throws
    {
        let name = "scs-check-test-1-source"
        let (simulated, quick, _) = try world()
        let before = simulated.inventory
        let start = clock.now
        let arrival = Once()
        let (_, slow, _) = try world { _ in
            Overtaken(base: simulated) { [clock] in
                guard start.duration(to: clock.now) >= .seconds(seconds), arrival.happens()
                else { return }
                _ = try await make(name, in: quick)
            }
        }
        let entry = JournalEntry(n: 1, kind: .volume, name: name, id: nil, from: [], at: clock.date)
        #expect(await finish([entry], in: slow).isEmpty)
        #expect(arrival.happens() != isFound)
        #expect(start.duration(to: clock.now) < .seconds(100))
        #expect(simulated.inventory == before)
    }

    private final class Counter: Sendable {
        private let number = Mutex(0)

        var value: Int { number.withLock { $0 } }
        func count() { number.withLock { $0 += 1 } }
    }

    /// Something that happens once.
    private final class Once: Sendable {
        private let isLeft = Mutex(true)

        func happens() -> Bool {
            isLeft.withLock { isLeft in
                defer { isLeft = false }
                return isLeft
            }
        }
    }

    /// A transport on which another client may be faster.
    private struct Overtaken: HTTPTransport {
        let base: any HTTPTransport
        let overtaking: @Sendable () async throws -> Void

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            try await overtaking()
            return try await base.send(request)
        }
    }

    @Test func `An old intention is searched for once, and a clock set back costs a minute`()
        async throws
    {
        let (_, cloud, _) = try world()
        let calls = Counter()
        let watched = cloud.observed { call in
            if call.url.contains("/volumes/detail") { calls.count() }
        }
        for (age, looks) in [(3600.0, 1...1), (-3600.0, 5...200), (30.0, 5...100)] {
            let before = calls.value
            let entry = JournalEntry(
                n: 1, kind: .volume, name: "scs-check-test-1-source", id: nil, from: [],
                at: clock.date - age)
            #expect(await finish([entry], in: watched).isEmpty)
            #expect(looks.contains(calls.value - before))
        }
    }

    @Test func `A full disk does not keep resources from being removed`() async throws {
        let (simulated, cloud, _) = try world()
        let before = simulated.inventory
        let journal = LimitedJournal(lines: 3)
        let tracker = ResourceTracker(
            prefix: "scs-check-test", journal: journal, date: { [clock] in clock.date })
        _ = try await tracker.create(.volume("a", gib: 1), in: cloud) { _ in }
        // The intention is journalled, but not the creation.
        _ = try await tracker.create(.volume("b", gib: 1), in: cloud) { _ in }
        let error = await #expect(throws: JournalError.self) {
            try await tracker.create(.volume("c", gib: 1), in: cloud) { _ in }
        }
        let judged = Conclusion(of: try #require(error), judging: true)
        #expect(
            judged.verdict == .abort
                && judged.message?.hasPrefix("No more resources are created") == true
        )
        #expect(simulated.inventory.volumes.count == before.volumes.count + 2)
        #expect(await Janitor(tracker: tracker, cloud: cloud, limit: .seconds(600)).clean().isEmpty)
        #expect(simulated.inventory == before)
    }

    /// A disk with room for that many lines.
    private final class LimitedJournal: JournalSink {
        private let left: Mutex<Int>

        init(lines: Int) {
            left = Mutex(lines)
        }

        func append(_ line: [UInt8]) throws {
            try left.withLock { left in
                guard left > 0 else {
                    throw JournalError(file: "j", problem: "no space is left on the device")
                }
                left -= 1
            }
        }
    }

    @Test func `Increments are deleted before their base, volumes before their images`()
        async throws
    {
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

    @Test func `A resource that cannot be removed is reported with its state and reason`()
        async throws
    {
        let (_, cloud, tracker) = try world("undeletable")
        let volume = try await tracker.create(.volume("v", gib: 1), in: cloud) { _ in }
        clock.advance(by: .seconds(60))
        let leftovers = await Janitor(tracker: tracker, cloud: cloud, limit: .seconds(600)).clean()
        #expect(leftovers.map(\.id) == [volume.id.text])
        #expect(leftovers.first?.status == "error_deleting")
        #expect(try entries().map(\.isGone) == [false])
    }
}
