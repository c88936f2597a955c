// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import Testing
import TestSupport

@testable import SCSHTTP

/// What the transports of many clouds share.
struct SharedLoopTests {
    private let server: NginxServer

    init() throws { server = try NginxServer(server: #"location / { return 200 "$connection"; }"#) }

    /// The server's number of the connection.
    private func connection(of transport: CurlTransport) async throws -> String {
        let answer = try await transport.send(.init(.get, server.url("/")))
        return String(decoding: answer.body, as: UTF8.self)
    }

    @Test func `Another cloud's settings have connections of their own`() async throws {
        let loops = CurlLoops()
        var other = CurlTransport.Settings.loopback
        other.forcesIPv4 = true
        #expect(loops.loop(for: .loopback) === loops.loop(for: .loopback))
        #expect(loops.loop(for: .loopback) !== loops.loop(for: other))
        let one = CurlTransport(settings: .loopback, sharing: loops)
        let two = CurlTransport(settings: other, sharing: loops)
        #expect(try await connection(of: one) != connection(of: two))
    }

    @Test func `A transport that ends does not end that of another cloud`() async throws {
        let loops = CurlLoops()
        let one = CurlTransport(settings: .loopback, sharing: loops)
        var two: CurlTransport? = CurlTransport(settings: .loopback, sharing: loops)
        _ = try await connection(of: #require(two))
        two = nil
        _ = try await connection(of: one)
    }

    @Test func `A body that streams has a thread of its own`() async throws {
        let transport = CurlTransport(settings: .loopback, sharing: CurlLoops())
        let collected = try await connection(of: transport)
        let sink = CollectingSink()
        _ = try await transport.send(
            HTTPRequest(.get, server.url("/"), bodyDestination: .stream(sink)))
        #expect(String(decoding: sink.bytes, as: UTF8.self) != collected)
    }
}
