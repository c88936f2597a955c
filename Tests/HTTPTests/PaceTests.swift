// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSHTTP

/// The limits of single services: concurrent requests, requests per second, retries.
struct PaceTests {
    /// Holds every request until it is released.
    private actor Hall: HTTPTransport {
        private var inside: [CheckedContinuation<Void, Never>] = []
        private var watchers: [(Int, CheckedContinuation<Void, Never>)] = []
        private(set) var most = 0
        private(set) var all = 0

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            all += 1
            await withCheckedContinuation { continuation in
                inside.append(continuation)
                most = max(most, inside.count)
                for (count, watcher) in watchers where all >= count { watcher.resume() }
                watchers.removeAll { all >= $0.0 }
            }
            return HTTPResponse(status: 200)
        }

        func letOneGo() {
            guard !inside.isEmpty else { return }
            inside.removeFirst().resume()
        }

        func waitUntil(came count: Int) async {
            if all >= count { return }
            await withCheckedContinuation { watchers.append((count, $0)) }
        }
    }

    private func request(_ service: String?) -> HTTPRequest {
        var request = HTTPRequest(.get, .loopback(port: 80, "/"))
        request.service = service
        return request
    }

    @Test func `Concurrent requests to a service stay within its limit`() async throws {
        let hall = Hall()
        let paced = PacedTransport(
            hall, paces: ["compute": Pace(concurrency: 2)], clock: InstantClock())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<9 { group.addTask { _ = try await paced.send(self.request("compute")) } }
            for turn in 1...9 {
                await hall.waitUntil(came: min(turn + 1, 9))
                #expect(await hall.all == min(turn + 1, 9))
                await hall.letOneGo()
            }
            try await group.waitForAll()
        }
        #expect(await hall.most == 2)
    }

    @Test func `A service without a limit is not held back`() async throws {
        let hall = Hall()
        let paced = PacedTransport(
            hall, paces: ["compute": Pace(concurrency: 1)], clock: InstantClock())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in ["compute", "image", "image", nil] {
                group.addTask { _ = try await paced.send(self.request(service)) }
            }
            await hall.waitUntil(came: 4)
            for _ in 0..<4 { await hall.letOneGo() }
            try await group.waitForAll()
        }
        #expect(await hall.most == 4)
    }

    @Test func `A cancelled request leaves the queue`() async throws {
        let hall = Hall()
        let paced = PacedTransport(
            hall, paces: ["compute": Pace(concurrency: 1)], clock: InstantClock())
        let first = Task { _ = try await paced.send(self.request("compute")) }
        await hall.waitUntil(came: 1)
        let second = Task { _ = try await paced.send(self.request("compute")) }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        let third = Task { _ = try await paced.send(self.request("compute")) }
        await hall.letOneGo()
        await hall.waitUntil(came: 2)
        await hall.letOneGo()
        try await first.value
        try await third.value
        #expect(await hall.all == 2)
    }

    @Test func `Requests to a service start no faster than its rate`() async throws {
        let clock = InstantClock()
        let transport = ScriptedTransport(
            Array(repeating: .success(HTTPResponse(status: 200)), count: 6))
        let paced = PacedTransport(
            transport, paces: ["compute": Pace(interval: .milliseconds(500))], clock: clock)
        for _ in 0..<3 { _ = try await paced.send(request("compute")) }
        for _ in 0..<3 { _ = try await paced.send(request("image")) }
        #expect(clock.sleeps == [.milliseconds(500), .milliseconds(500)])
    }

    @Test(arguments: [("image", 3), ("compute", 1), ("network", 5)])
    func `Each service has its own number of retries`(
        service: String, sent: Int
    ) async throws {
        var (image, compute) = (RetryPolicy(), RetryPolicy())
        image.statusAttempts = 3
        compute.statusAttempts = 1
        let transport = ScriptedTransport(
            Array(repeating: .success(HTTPResponse(status: 503)), count: 9))
        let retrying = RetryingTransport(
            transport, policy: RetryPolicy(), policies: ["image": image, "compute": compute],
            clock: InstantClock(), jitter: { 0 }, now: { .now }, onRetry: { _ in })
        _ = try await retrying.send(request(service))
        #expect(transport.requests.count == sent)
    }
}
