// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSCheckModules
import SCSSimulatedCloud
import Synchronization
import Testing
import TestSupport

/// Services that go down during a wait, and come back or not.
struct OutageTests {
    /// Block Storage refuses connections from `begin` on, for `length`.
    private struct Outage: HTTPTransport {
        var cloud: SimulatedCloud
        var clock: SimulatedClock
        var begin: Duration
        var length: Duration

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            let now = clock.now.offset
            guard
                request.url.host()?.hasPrefix("identity") == true || now < begin
                    || now >= begin + length
            else {
                throw TransportError(
                    .noConnection, mayHaveArrived: false, message: "Nobody listens.")
            }
            return try await cloud.send(request)
        }
    }

    private func outcome(
        begin: Duration, length: Duration, limit: Duration = .seconds(1800)
    ) async throws -> (String, Duration) {
        let run = try SimulatedRun { cloud, clock, _ in
            Outage(cloud: cloud, clock: clock, begin: begin, length: length)
        }
        let plan = try Plan(of: SCS0117VolumeBackup(), ["scs-0117-test-backup"], depth: .api)
        let began = run.clock.now.offset
        let outcome = try #require(await run.carryOut(plan, timeLimit: limit).first)
        let took = run.clock.now.offset - began
        if outcome.verdict != .pass { try await run.clock.sleep(for: length) }
        #expect(try await run.cleanUp().isEmpty)
        return (
            [outcome.verdict.rawValue, outcome.reason?.rawValue].compactMap(\.self)
                .joined(separator: " "), took
        )
    }

    @Test(arguments: [5, 20, 45])
    func `An outage of less than a minute does not end a wait`(_ seconds: Int) async throws {
        // In the middle of the backup.
        let (told, _) = try await outcome(begin: .seconds(4), length: .seconds(seconds))
        #expect(told == "PASS")
    }

    @Test func `A lasting outage ends a wait early, as unreachable`()
        async throws
    {
        let (told, took) = try await outcome(begin: .seconds(4), length: .seconds(3600))
        #expect(told == "ABORT unreachable")
        #expect(took < .seconds(600))
    }

    @Test func `A time limit reached during an outage reports the outage`() async throws {
        let (told, _) = try await outcome(
            begin: .seconds(4), length: .seconds(3600), limit: .seconds(30))
        #expect(told == "ABORT unreachable")
    }

    /// The Image service accepts one image and refuses all others as malformed.
    private final class OneImage: HTTPTransport {
        private let cloud: SimulatedCloud
        private let made = Mutex(0)

        init(_ cloud: SimulatedCloud) { self.cloud = cloud }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            guard request.method == .post, request.url.path().hasSuffix("/images") else {
                return try await cloud.send(request)
            }
            let isFirst = made.withLock { made in
                made += 1
                return made == 1
            }
            return isFirst ? try await cloud.send(request) : HTTPResponse(status: 400)
        }
    }

    @Test(arguments: ["scs-0117-x-incremental", "scs-0117-x-incremental-reverted"])
    func `A failure to create data is no verdict on backups`(
        _ id: String
    ) async throws {
        let run = try SimulatedRun { cloud, _, _ in OneImage(cloud) }
        let outcomes = await run.carryOut(try Plan(of: SCS0117VolumeBackup(), [id], depth: .full))
        let outcome = try #require(outcomes.first { $0.id == id })
        #expect(outcome.verdict == .abort, "\(outcome.message ?? "")")
        #expect(outcome.message?.contains("images") == true, "\(outcome.message ?? "")")
        #expect(try await run.cleanUp().isEmpty)
    }
}
