// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSHTTP
import Synchronization
import Testing
import TestSupport

/// Which requests are retried, and when.
struct RetryTests {
    /// The course of one request under the default policy.
    private struct Course {
        var sent: Int
        var sleeps: [Duration]
        var events: [RetryEvent]
        var ending: Result<HTTPResponse, any Error>
    }

    private func run(
        _ answers: [ScriptedTransport.Answer], _ method: HTTPRequest.Method = .get,
        policy: RetryPolicy = RetryPolicy(), jitter: Double = 0.5
    ) async throws -> Course {
        let transport = ScriptedTransport(answers)
        let clock = InstantClock()
        let events = Mutex<[RetryEvent]>([])
        let retrying = RetryingTransport(
            transport, policy: policy, clock: clock, jitter: { jitter },
            now: { Date(timeIntervalSince1970: 784_111_777) },
            onRetry: { event in events.withLock { $0.append(event) } })
        let request = HTTPRequest(method, .loopback(port: 80, "/v3/backups"))
        let ending: Result<HTTPResponse, any Error>
        do {
            ending = .success(try await retrying.send(request))
        } catch {
            ending = .failure(error)
        }
        return Course(
            sent: transport.requests.count, sleeps: clock.sleeps,
            events: events.withLock { $0 }, ending: ending)
    }

    private static func status(_ status: Int, _ retryAfter: String? = nil)
        -> ScriptedTransport.Answer
    {
        var response = HTTPResponse(status: status)
        response.headers["Retry-After"] = retryAfter
        return .success(response)
    }

    private static func error(
        _ kind: TransportError.Kind, arrived: Bool = true, delivered: Int64 = 0
    ) -> ScriptedTransport.Answer {
        .failure(
            TransportError(
                kind, mayHaveArrived: arrived, bytesDelivered: delivered, message: ""))
    }

    @Test(
        arguments: [
            // status, Retry-After, sent as a GET, sent as a POST
            (200, nil, 1, 1), (404, nil, 1, 1), (409, nil, 1, 1), (401, nil, 1, 1),
            (408, nil, 2, 1), (500, nil, 2, 1), (502, nil, 2, 1), (503, nil, 2, 1),
            (504, nil, 2, 1),
            (500, "1", 2, 1), (503, "1", 2, 1), (429, nil, 2, 1), (429, "0", 2, 1),
            (413, nil, 1, 1), (413, "0", 1, 1), (413, "7", 2, 1), (413, "soon", 1, 1),
        ] as [(Int, String?, Int, Int)])
    func `A request is retried after a status only where that is safe`(
        status: Int, retryAfter: String?, get: Int, post: Int
    ) async throws {
        for (method, count) in [(HTTPRequest.Method.get, get), (.post, post)] {
            let course = try await run(
                [Self.status(status, retryAfter), Self.status(200)], method)
            #expect(course.sent == count, "\(method) \(status)")
            #expect(try course.ending.get().status == (count == 2 ? 200 : status))
            #expect(course.events.map(\.reason) == (count == 2 ? [.status(status)] : []))
        }
    }

    @Test(
        arguments: [
            // what broke, whether it may have arrived, sent as a GET, sent as a POST
            (.noConnection, false, 5, 5), (.unresolved, false, 2, 2), (.timedOut, false, 5, 5),
            (.timedOut, true, 2, 1), (.connectionLost, true, 5, 1), (.untrusted, false, 1, 1),
            (.unsendable, false, 1, 1), (.unsendable, true, 1, 1), (.malformed, true, 1, 1),
            (.tooLarge, true, 1, 1),
        ] as [(TransportError.Kind, Bool, Int, Int)])
    func `A request is retried after an error only where that is safe`(
        kind: TransportError.Kind, arrived: Bool, get: Int, post: Int
    ) async throws {
        for (method, count) in [(HTTPRequest.Method.get, get), (.post, post)] {
            let answers = Array(repeating: Self.error(kind, arrived: arrived), count: 9)
            let course = try await run(answers, method)
            #expect(course.sent == count, "\(method) \(kind)")
            #expect(throws: TransportError(kind, mayHaveArrived: arrived, message: "")) {
                try course.ending.get()
            }
        }
    }

    @Test func `A stream that has delivered bytes is not retried`() async throws {
        let course = try await run([Self.error(.connectionLost, delivered: 1), Self.status(200)])
        #expect(course.sent == 1)
    }

    @Test func `A sink's error and a cancellation are not retried`() async throws {
        for error in [BrokenDisk(), CancellationError()] as [any Error] {
            let course = try await run([.failure(error), Self.status(200)])
            #expect(course.sent == 1)
            #expect(course.sleeps.isEmpty)
        }
    }

    @Test func `Pauses double from half a second, each a random part of its maximum`() async throws
    {
        let course = try await run(Array(repeating: Self.status(502), count: 9), jitter: 0.5)
        #expect(course.sleeps == [.seconds(0.25), .seconds(0.5), .seconds(1), .seconds(2)])
        #expect(try course.ending.get().status == 502)
        #expect(course.events.map(\.attempt) == [1, 2, 3, 4])
        #expect(course.events.map(\.pause) == course.sleeps)
        #expect(Set(course.events.map(\.path)) == ["/v3/backups"])
    }

    @Test func `Retry-After is respected, in seconds and as a date`()
        async throws
    {
        let course = try await run(
            [
                Self.status(429, "7"), Self.status(503, "Sun, 06 Nov 1994 08:49:49 GMT"),
                Self.status(200),
            ], jitter: 0)
        #expect(course.sleeps == [.seconds(7), .seconds(12)])
    }

    @Test func `One pause is at most a minute, and all together at most five`() async throws {
        var policy = RetryPolicy()
        policy.attempts = 100
        let course = try await run(
            Array(repeating: Self.status(429, "999999999999999999999"), count: 100),
            policy: policy)
        #expect(course.sleeps == Array(repeating: .seconds(60), count: 5))
        #expect(try course.ending.get().status == 429)
    }

    @Test func `A policy of one attempt sends once`() async throws {
        #expect(try await run([Self.status(429)], policy: .never).sent == 1)
    }

    @Test func `Cancellation during a pause ends the request`() async throws {
        let transport = ScriptedTransport([Self.status(429), Self.status(200)])
        let retrying = RetryingTransport(
            transport, policy: RetryPolicy(), clock: InstantClock(), jitter: { 0 }, now: { Date() },
            onRetry: { _ in withUnsafeCurrentTask { $0?.cancel() } })
        let task = Task { try await retrying.send(.init(.get, .loopback(port: 80))) }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(transport.requests.count == 1)
    }
}
