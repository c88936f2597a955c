// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Foundation
import Synchronization
import Testing
import TestSupport

@testable import SCSHTTP
@testable import SCSSupport

/// Time limits that hold if a call drips, hangs, is retried or cannot be cancelled.
struct TimeBoundTests {
    /// Sends a byte of an endless answer just often enough for an idle limit.
    private func drippingServer() throws -> LoopbackServer {
        try LoopbackServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while peer.write("x") { Thread.sleep(forTimeInterval: 0.01) }
        }
    }

    @Test(arguments: [HTTPRequest.Method.get, .post])
    func `A dripping answer ends with its operation's time limit`(
        method: HTTPRequest.Method
    ) async throws {
        let server = try drippingServer()
        let transport = BoundedTransport(
            CurlTransport.loopback(), clock: ContinuousClock(), ending: RunEnding())
        let bound = TimeBound(perCall: .milliseconds(200))
        let error = await #expect(throws: TransportError.self) {
            try await TimeBound.$current.withValue(bound) {
                try await transport.send(.init(method, server.url))
            }
        }
        #expect(error?.kind == .timedOut)
    }

    @Test func `Without time left no request is sent`() async throws {
        let server = try drippingServer()
        let bound = TimeBound().within(.zero, ContinuousClock())
        let error = await #expect(throws: TransportError.self) {
            try await TimeBound.$current.withValue(bound) {
                try await CurlTransport.loopback().send(.init(.post, server.url))
            }
        }
        #expect(error?.kind == .timedOut)
        #expect(error?.mayHaveArrived == false)
        #expect(server.connections == 0)
    }

    @Test func `The earlier deadline wins, whichever was set first`() throws {
        let clock = InstantClock()
        let near = TimeBound(perCall: .seconds(5)).within(.seconds(100), clock).forCall(clock)
        #expect(near.remaining == .seconds(5))
        #expect(near.within(.seconds(100), clock).remaining == .seconds(5))
        let url = try #require(URL(string: "http://h/"))
        #expect(try near.bounding(.init(.get, url)).timeLimit == .seconds(5))
        #expect(
            try near.bounding(.init(.get, url, timeLimit: .seconds(1))).timeLimit == .seconds(1))
        #expect(try TimeBound().bounding(.init(.get, url)).timeLimit == nil)
    }

    @Test func `A retry does not wait beyond the deadline`() async throws {
        let clock = InstantClock()
        let busy = HTTPResponse(status: 503, headers: ["Retry-After": "60"])
        let scripted = ScriptedTransport([.success(busy), .success(busy), .success(busy)])
        let url = try #require(URL(string: "http://h/"))
        let retrying = RetryingTransport(
            scripted, policy: RetryPolicy(), clock: clock, jitter: { 0 }, now: { Date() },
            onRetry: { _ in })
        let bound = TimeBound().within(.seconds(90), clock)
        let response = try await TimeBound.$current.withValue(bound) {
            try await retrying.send(.init(.get, url))
        }
        #expect(response.status == 503)
        #expect(scripted.requests.count == 2)
    }

    @Test func `Each poll of a wait is bound by its remaining time`() async throws {
        let clock = InstantClock()
        var left: [Duration] = []
        await #expect(throws: WaitTimedOut.self) {
            try await poll(clock: clock, limit: .seconds(30)) { _, _ -> Look<Void> in
                left.append(TimeBound.current.remaining ?? .zero)
                return .still("creating")
            }
        }
        #expect(left.first == .seconds(30))
        #expect(left.last == .seconds(3))
        #expect(left == left.sorted(by: >))
    }

    @Test func `Shielded work is cut off some time after the run was asked to end`()
        async throws
    {
        let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
        let server = try LoopbackServer { peer in
            peer.readRequest()
            continuation.yield()
            peer.waitForClose()
        }
        let ending = RunEnding()
        let clock = InstantClock()
        let transport = BoundedTransport(CurlTransport.loopback(), clock: clock, ending: ending)
        let creation = Task { try await transport.send(.init(.post, server.url)) }
        for await _ in begun { break }
        ending.begin()
        let error = await #expect(throws: TransportError.self) { try await creation.value }
        #expect(error?.kind == .timedOut)
        #expect(error?.mayHaveArrived == true)
        // Later calls belong to the cleanup, which has its own time.
        let scripted = ScriptedTransport([.success(HTTPResponse(status: 204))])
        let later = BoundedTransport(scripted, clock: clock, ending: ending)
        #expect(try await later.send(.init(.delete, server.url)).status == 204)
    }

    @Test func `Waiting for a run's end can be cancelled, and returns at once after it`()
        async throws
    {
        let ending = RunEnding()
        let task = Task { try await ending.wait() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        ending.begin()
        ending.begin()
        try await ending.wait()
        #expect(ending.hasBegun)
    }

    @Test func `A collected answer may take minutes, a streamed one half an hour`() throws {
        let settings = CurlTransport.Settings()
        let url = try #require(URL(string: "http://h/"))
        #expect(settings.limit(of: .init(.get, url)) == .seconds(300))
        let sink = CollectingSink()
        #expect(
            settings.limit(of: .init(.get, url, bodyDestination: .stream(sink))) == .seconds(1800))
        #expect(settings.limit(of: .init(.get, url, timeLimit: .seconds(1))) == .seconds(1))
    }
}
