// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport
import Synchronization
import Testing
import TestSupport

@testable import SCSHTTP

/// Limits that all clouds on one host share.
struct HostGatesTests {
    /// Answers with one status, and counts who is inside.
    private final class Host: HTTPTransport {
        let counts = Mutex((now: 0, most: 0))
        let status: Int

        init(_ status: Int) { self.status = status }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            counts.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            for _ in 0..<10 { await Task.yield() }
            counts.withLock { $0.now -= 1 }
            return HTTPResponse(status: status)
        }
    }

    private func request(_ url: String) throws -> HTTPRequest {
        HTTPRequest(.get, try #require(URL(string: url)))
    }

    private func send(_ count: Int, _ transport: HostLimitedTransport, _ url: String) async throws {
        let request = try request(url)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count { group.addTask { _ = try await transport.send(request) } }
            try await group.waitForAll()
        }
    }

    @Test func `Two clouds behind one host share its limit, whatever its port and case`()
        async throws
    {
        let gates = HostGates(most: 3, clock: ContinuousClock())
        let host = Host(200)
        let first = HostLimitedTransport(host, gates)
        let second = HostLimitedTransport(host, gates)
        async let one: Void = send(20, first, "https://keystone.example:5000/v3")
        async let two: Void = send(20, second, "https://KEYSTONE.example/v3")
        _ = try await (one, two)
        #expect(host.counts.withLock { $0.most } <= 3)
    }

    @Test func `The limit of a subject is for all its hosts together`() async throws {
        let gates = HostGates(most: 2, forEachHost: false, clock: ContinuousClock())
        let host = Host(200)
        let transport = HostLimitedTransport(host, gates)
        async let one: Void = send(10, transport, "https://nova.example/")
        async let two: Void = send(10, transport, "https://glance.example/")
        _ = try await (one, two)
        #expect(host.counts.withLock { $0.most } <= 2)
    }

    @Test(arguments: [429, 503])
    func `A host that is overloaded gets half as many requests, and recovers`(_ status: Int)
        async throws
    {
        let gates = HostGates(most: 8, clock: ContinuousClock())
        try await send(1, HostLimitedTransport(Host(status), gates), "https://a.example/")
        #expect(gates.limit(of: "a.example") == 4)
        #expect(gates.limit(of: "b.example") == 8)
        try await send(5, HostLimitedTransport(Host(status), gates), "https://a.example/")
        #expect(gates.limit(of: "a.example") == 1)
        try await send(30, HostLimitedTransport(Host(200), gates), "https://a.example/")
        #expect(gates.limit(of: "a.example") == 8)
    }
}
