// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSFleet
import SCSSupport
import Synchronization
import Testing
import TestSupport

@testable import SCSCheckCommand

/// How subjects are tested beside each other.
struct FleetRunTests {
    private let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    private struct Broken: Error, CustomStringConvertible {
        var description: String { "This cloud is broken." }
    }

    /// Ends when the task is cancelled.
    private static func waitUntilCancelled() async {
        let endless = AsyncStream<Never> { _ in }
        for await _ in endless {}
    }

    private func run(
        _ names: [String], jobs: Int, regions: FleetRun.Expand? = nil,
        _ test: @escaping FleetRun.Test
    ) throws -> FleetRun {
        FleetRun(
            subjects: names.map { name in
                var subject = FleetSubject(cloud: name, region: nil, name: name)
                if regions != nil, !name.contains(".") {
                    subject.settings.allRegions = Sourced(true, at: subject.position)
                }
                return subject
            }, jobs: jobs,
            failsFast: false,
            folder: try FleetFolder(temporary.path, formats: [.json], overwrites: false),
            before: nil,
            progress: FleetProgress(
                total: names.count, isLive: false, isQuiet: true, isVerbose: false, isASCII: true,
                clock: ContinuousClock(), terminal: { nil }),
            expand: regions ?? { subject, _ in [subject] }, test: test)
    }

    @Test func `A catalog that hangs or cannot be read hides no region of another cloud`()
        async throws
    {
        let tested = Mutex<Set<String>>([])
        let fleet = try run(
            ["hang", "broken", "many", "taken", "taken.r1"], jobs: 2,
            regions: { subject, _ in
                switch subject.name {
                case "hang":
                    await Self.waitUntilCancelled()
                    throw CancellationError()
                case "broken": throw Broken()
                default: return subject.subjects(in: (0..<20).map { "r\($0)" })
                }
            }
        ) { subject, _, _ in
            tested.withLock { _ = $0.insert(subject.name) }
            throw Broken()
        }
        let work = Task { await fleet.run() }
        while tested.withLock({ $0.count }) < 21 { await Task.yield() }
        work.cancel()
        let rows = await work.value.rows.reduce(into: [:]) { $0[$1.name] = $1 }
        #expect(rows.count == 24)
        #expect(rows["hang"]?.exitStatus == 130)
        #expect(
            rows["broken"]?.problem == "The regions are unknown: This cloud is broken.")
        #expect(rows["many.r7"]?.parent == "many" && rows["many.r7"]?.region == "r7")
        #expect(rows["taken"]?.problem?.contains("taken.r1") == true)
    }

    @Test func `No more subjects than jobs are tested at once, and every one ends`() async throws {
        let counts = Mutex((now: 0, most: 0))
        let names = (0..<30).map { "cloud-\($0)" }
        let outcome = try await run(names, jobs: 4) { _, _, _ in
            counts.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            for _ in 0..<20 { await Task.yield() }
            counts.withLock { $0.now -= 1 }
            throw Broken()
        }.run()
        #expect(outcome.rows.map(\.name).sorted() == names.sorted())
        #expect(outcome.rows.allSatisfy { $0.problem == "This cloud is broken." })
        #expect(counts.withLock { $0.most } <= 4)
        #expect(outcome.missing.isEmpty)
    }

    @Test func `A subject that hangs keeps no other waiting, and ends with the run`() async throws {
        let others = Mutex(0)
        let fleet = try run(["hang", "a", "b", "c"], jobs: 2) { subject, _, _ in
            if subject.name == "hang" {
                await Self.waitUntilCancelled()
                throw CancellationError()
            }
            others.withLock { $0 += 1 }
            throw Broken()
        }
        let work = Task { await fleet.run() }
        while others.withLock({ $0 }) < 3 { await Task.yield() }
        work.cancel()
        let outcome = await work.value
        let row = try #require(outcome.rows.first { $0.name == "hang" })
        #expect(row.exitStatus == 130)
        #expect(outcome.rows.count == 4)
    }

    @Test func `After the run was cancelled no further subject begins`() async throws {
        let fleet = try run(["a", "b", "c"], jobs: 1) { _, _, _ in
            await Self.waitUntilCancelled()
            throw CancellationError()
        }
        let work = Task { await fleet.run() }
        await Task.yield()
        work.cancel()
        let outcome = await work.value
        #expect(outcome.rows.count <= 1)
        #expect(outcome.missing.count == 3 - outcome.rows.count)
    }

    @Test func `Secrets of one subject are hidden in its own lines and rows`() async throws {
        let outcome = try await run(["a"], jobs: 1) { _, _, _ in
            struct Leak: Error, CustomStringConvertible { var description: String }
            Console.vault.add(Secret("correct-horse"))
            throw Leak(description: "The password correct-horse is wrong.")
        }.run()
        #expect(outcome.rows.first?.problem?.contains("correct-horse") == false)
    }
}
