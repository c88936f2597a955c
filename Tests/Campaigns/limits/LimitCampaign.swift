// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import Synchronization
import Testing
import TestSupport

/// A process that certifies clouds all day leaks neither descriptors nor memory nor threads.
@Suite(.serialized, .enabled(if: Campaign.asked != nil, "make campaign-limits"))
struct LimitCampaign {
    /// In bytes; a leak of 16 KiB per run would exceed it. (Without MALLOC_ARENA_MAX=1 each server
    /// thread in this test keeps its own memory, which says nothing about the transport.)
    private static let slack = 16 << 20

    @Test func `A thousand runs in one process leak no descriptor and no memory`() async throws {
        let subject = try #require(try Subject.backups([.api]).first)
        func run(_ profile: String) async throws {
            let run = try SimulatedRun(profile, gibibyte: 1 << 20)
            let outcomes = await run.carryOut(subject.plan)
            try #require(outcomes.contains { $0.verdict != .missing })
        }
        let profiles = ["compliant", "flaky", "backup-error", "quota-full", "throttled"]
        let (warmUp, count) = (100, Campaign.isLong ? 1000 : 200)
        for index in 0..<warmUp { try await run(profiles[index % profiles.count]) }
        let before = try Footprint.now()
        for index in 0..<count { try await run(profiles[index % profiles.count]) }
        let after = try Footprint.now()
        Campaign.tell("\(count) runs: \(before.formatted) before, \(after.formatted) after")
        #expect(after.descriptors <= before.descriptors)
        #expect(after.memory < before.memory + Self.slack)
        #expect(after.threads <= before.threads + 2)
    }

    @Test func `Requests leak no connection, descriptor or memory, however they end`() async throws
    {
        let world = try Wires()
        let (warmUp, count) = (2, Campaign.isLong ? 60 : 4)
        for _ in 0..<warmUp { try await world.round() }
        let before = try Footprint.now()
        for _ in 0..<count { try await world.round() }
        let after = try Footprint.now()
        Campaign.tell(
            "\(world.requests) requests, \(world.failures) of them failed or cancelled: "
                + "\(before.formatted) before, \(after.formatted) after")
        // Some peers have not noticed yet that their client has gone.
        #expect(world.failures > 0 && world.failures < world.requests)
        #expect(after.descriptors <= before.descriptors + 16)
        #expect(after.memory < before.memory + Self.slack)
        #expect(after.threads <= before.threads + 4)
    }
}

/// Servers that answer, break off, stay silent or use TLS, with a new transport for each round.
private final class Wires: Sendable {
    private let good: NginxServer
    private let broken: LoopbackServer
    private let silent: LoopbackServer
    private let trusted: TLSSettings
    private let counts = Mutex((requests: 0, failures: 0))

    var requests: Int { counts.withLock { $0.requests } }
    var failures: Int { counts.withLock { $0.failures } }

    init() throws {
        var order = CertificateAuthority.Order.curve("prime256v1")
        order.name = "localhost"
        let certificate = try CertificateAuthority.selfSigned(order)
        good = try NginxServer(
            options: "ssl http2",
            files: ["certificate.pem": certificate.certificate, "key.pem": certificate.key],
            server: "ssl_certificate certificate.pem; ssl_certificate_key key.pem; "
                + #"location / { return 200 "good"; }"#)
        broken = try LoopbackServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            peer.reset()
        }
        silent = try LoopbackServer { peer in
            peer.readRequest()
            peer.waitForClose()
        }
        trusted = .init(caFile: good.directory.appending(path: "certificate.pem").path())
    }

    /// Fifty requests of each kind: over TLS, untrusted, broken off, cancelled.
    func round() async throws {
        let https = good.url("/", scheme: "https", host: "localhost")
        let (trusting, strict) = (transport(trusted), transport(.init()))
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                if index >= 16 { await group.next() }
                group.addTask { [self] in
                    switch index % 4 {
                    case 0: await send(https, by: trusting)
                    case 1: await send(https, by: strict)
                    case 2: await send(broken.url, by: trusting)
                    default:
                        let task = Task { await send(silent.url, by: trusting) }
                        await Task.yield()
                        task.cancel()
                        await task.value
                    }
                }
            }
        }
    }

    private func transport(_ tls: TLSSettings) -> CurlTransport {
        var settings = CurlTransport.Settings(tls: tls)
        settings.usesProxies = false
        return CurlTransport(settings: settings)
    }

    private func send(_ url: URL, by transport: CurlTransport) async {
        counts.withLock { $0.requests += 1 }
        do {
            _ = try await transport.send(.init(.get, url))
        } catch {
            counts.withLock { $0.failures += 1 }
        }
    }
}
