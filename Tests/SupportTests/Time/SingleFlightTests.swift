// SPDX-License-Identifier: Apache-2.0
import Synchronization
import Testing

@testable import SCSSupport

/// One fetch for all who ask, whoever of them goes away.
struct SingleFlightTests {
    private struct Failure: Error {}

    /// A fetch that counts its calls, and ends when the test says so.
    private final class Source: Sendable {
        private let calls = Mutex(0)
        private let (gate, opener) = AsyncStream<Void>.makeStream()
        let started: AsyncStream<Void>
        private let starter: AsyncStream<Void>.Continuation

        init() {
            (started, starter) = AsyncStream<Void>.makeStream()
        }

        var count: Int { calls.withLock { $0 } }

        func open() { opener.finish() }

        func fetch() async throws -> Int {
            let call = calls.withLock { calls in
                calls += 1
                return calls
            }
            starter.yield()
            for await _ in gate { break }
            try Task.checkCancellation()
            return call
        }

        /// Returns once a fetch has begun.
        func hasStarted() async {
            for await _ in started { break }
        }
    }

    private let source = Source()

    @Test
    func `Who is cancelled stops waiting at once, and the others get the value`() async throws {
        let flights = SingleFlight<String, Int>()
        let impatient = Task { [source] in try await flights.value("a") { try await source.fetch() }
        }
        await source.hasStarted()
        let patient = Task { [source] in try await flights.value("a") { try await source.fetch() } }
        while flights.waiters("a") < 2 { await Task.yield() }
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
        source.open()
        #expect(try await patient.value == 1)
        #expect(source.count == 1)
    }

    @Test
    func `A fetch that nobody waits for any more is cancelled and forgotten`() async throws {
        let flights = SingleFlight<String, Int>()
        let (ends, end) = AsyncStream<Bool>.makeStream()
        let only = Task { [source] in
            try await flights.value("a") {
                defer { end.yield(Task.isCancelled) }
                return try await source.fetch()
            }
        }
        await source.hasStarted()
        only.cancel()
        await #expect(throws: CancellationError.self) { try await only.value }
        for await wasCancelled in ends {
            #expect(wasCancelled)
            break
        }
        source.open()
        // The cancellation is not everybody's failure.
        #expect(try await flights.value("a") { try await source.fetch() } == 2)
    }

    @Test
    func `A fetch that outlives its waiters goes on, and whoever comes next joins it`() async throws
    {
        let flights = SingleFlight<String, Int>(remembers: false, outlivesItsWaiters: true)
        let first = Task { [source] in try await flights.value("a") { try await source.fetch() } }
        await source.hasStarted()
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        let second = Task { [source] in try await flights.value("a") { try await source.fetch() } }
        while flights.waiters("a") < 1 { await Task.yield() }
        source.open()
        #expect(try await second.value == 1)
        #expect(source.count == 1)
        // It is over and nothing is remembered.
        #expect(try await flights.value("a") { try await source.fetch() } == 2)
    }

    @Test
    func `Who is cancelled before asking starts nothing, and is given what is remembered`()
        async throws
    {
        let flights = SingleFlight<String, Int>()
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let late = Task { [source] in
            for await _ in gate { break }
            return try await flights.value("a") { try await source.fetch() }
        }
        late.cancel()
        opener.finish()
        await #expect(throws: CancellationError.self) { try await late.value }
        #expect(source.count == 0)
        source.open()
        #expect(try await flights.value("a") { try await source.fetch() } == 1)
        let later = Task { [source] in
            while !Task.isCancelled { await Task.yield() }
            return try await flights.value("a") { try await source.fetch() }
        }
        later.cancel()
        #expect(try await later.value == 1)
    }

    @Test
    func `A failure is everybody's, and remembered as a value is`() async throws {
        let flights = SingleFlight<String, Int>()
        for _ in 0..<2 {
            await #expect(throws: Failure.self) {
                try await flights.value("a") { [source] in
                    source.open()
                    _ = try await source.fetch()
                    throw Failure()
                }
            }
        }
        #expect(source.count == 1)
    }

    @Test
    func `Each key has a fetch of its own`() async throws {
        let flights = SingleFlight<String, String>()
        for key in ["a", "b", "a"] {
            #expect(try await flights.value(key) { "\(key)!" } == "\(key)!")
        }
    }

    @Test
    func `A hundred who ask at once, half of them cancelled, cost one fetch`() async throws {
        let flights = SingleFlight<String, Int>()
        let tasks = (0..<100).map { _ in
            Task { [source] in try await flights.value("a") { try await source.fetch() } }
        }
        while flights.waiters("a") < 100 { await Task.yield() }
        for (index, task) in tasks.enumerated() where index % 2 == 0 { task.cancel() }
        source.open()
        for (index, task) in tasks.enumerated() where index % 2 == 1 {
            #expect(try await task.value == 1)
        }
        #expect(source.count == 1)
    }

    @Test
    func `The time that the first one has left bounds nobody else's fetch`() async throws {
        let flights = SingleFlight<String, Duration?>()
        let narrow = TimeBound(perCall: .seconds(9)).within(.seconds(1), ContinuousClock())
        let remaining = try await TimeBound.$current.withValue(narrow) {
            try await flights.value("a") { TimeBound.current.remaining }
        }
        #expect(remaining == nil)
    }
}
