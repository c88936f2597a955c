// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSHTTP
import SCSSupport
import Synchronization
import Testing
import TestSupport

/// What the transcript records of a call, and what it omits.
struct TranscriptTests {
    /// Lets time pass, reads and writes the streams, and answers.
    private struct SlowService: HTTPTransport {
        let clock: InstantClock
        let answer: Result<HTTPResponse, any Error>

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            clock.advance(by: .milliseconds(1500))
            if case .stream(_, let open) = request.body {
                var source = open()
                _ = try source.next(30)
            }
            if case .stream(let sink) = request.bodyDestination { _ = try sink.receive([1, 2, 3]) }
            return try answer.get()
        }
    }

    private func call(
        _ request: HTTPRequest, _ answer: Result<HTTPResponse, any Error>
    ) async throws -> Transcript.Call {
        let calls = Mutex<[Transcript.Call]>([])
        let clock = InstantClock()
        let transcript = Transcript(SlowService(clock: clock, answer: answer), clock: clock) {
            call in calls.withLock { $0.append(call) }
        }
        do { _ = try await transcript.send(request) } catch {}  // the call tells
        #expect(calls.withLock { $0.count } == 1)
        return try #require(calls.withLock { $0.first })
    }

    @Test func `A call records status, time, request id and sizes`() async throws {
        let response = HTTPResponse(
            status: 202, headers: ["X-OpenStack-Request-Id": "req-1"], body: [1, 2])
        let call = try await call(
            .init(.post, .loopback(port: 8776, "/v3/backups"), body: .bytes([1, 2, 3, 4])),
            .success(response))
        #expect(call.ending == .status(202))
        #expect(call.duration == .milliseconds(1500))
        #expect(call.requestID == "req-1")
        #expect(call.bytesOut == 4)
        #expect(call.bytesIn == 2)
        #expect(call.url == "http://127.0.0.1:8776/v3/backups")
    }

    @Test func `Streamed bytes are counted as they pass`() async throws {
        let call = try await call(
            .init(
                .put, .loopback(port: 1), body: .stream(length: 100) { Letters(count: 20) },
                bodyDestination: .stream(CollectingSink())),
            .success(HTTPResponse(status: 200)))
        #expect(call.bytesOut == 20)
        #expect(call.bytesIn == 3)
    }

    @Test func `Errors, cancellations and failed sinks are recorded differently`() async throws {
        let lost = TransportError(.connectionLost, mayHaveArrived: true, message: "gone")
        let request = HTTPRequest(.get, .loopback(port: 1))
        #expect(try await call(request, .failure(lost)).ending == .failed(lost))
        #expect(try await call(request, .failure(CancellationError())).ending == .cancelled)
        #expect(
            try await call(request, .failure(BrokenDisk())).ending == .stopped(by: "BrokenDisk"))
    }

    @Test func `Neither headers nor bodies are recorded`() async throws {
        let call = try await call(
            .init(
                .post, .loopback(port: 1), headers: ["x-auth-token": "hunter2"],
                body: .bytes(Array("hunter2".utf8))),
            .success(
                HTTPResponse(status: 200, headers: ["a": "hunter2"], body: Array("hunter2".utf8)))
        )
        #expect(!"\(call)".contains("hunter2"))
    }

    @Test(arguments: [
        ("http://h/p?limit=10&marker=a%20b", "http://h/p?limit=10&marker=a%20b"),
        ("http://h/p?temp_url_sig=abc&limit=1", "http://h/p?temp_url_sig=•••&limit=1"),
        ("https://u:abc@h:5000/p#abc", "https://h:5000/p"), ("http://h/p?abc", "http://h/p?•••"),
        ("http://h/p?limit=1=2&x=&=abc", "http://h/p?limit=1=2&x=•••&=•••"),
        ("http://h", "http://h"),
    ])
    func `The recorded query holds no secret`(url: String, shown: String) throws {
        #expect(SafeURL.text(try #require(URL(string: url))) == shown)
    }
}
