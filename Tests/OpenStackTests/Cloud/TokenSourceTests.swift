// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Synchronization
import Testing

@testable import SCSOpenStack
@testable import SCSSupport

/// One sign-in for all callers, even if some are cancelled or the clock jumps.
struct TokenSourceTests {
    /// Signs in at each call, and counts.
    private final class Desk: Sendable {
        private let state = Mutex((signIns: 0, date: Date(timeIntervalSince1970: 1_800_000_000)))

        var signIns: Int { state.withLock { $0.signIns } }
        var date: Date { state.withLock { $0.date } }

        func jump(_ hours: Double) { state.withLock { $0.date += hours * 3600 } }

        func token() -> Token {
            state.withLock { state in
                state.signIns += 1
                return Token(
                    value: Secret("token \(state.signIns)"), expiresAt: state.date + 4 * 3600,
                    userName: "ada", roles: [], catalog: Catalog(services: []))
            }
        }
    }

    private let desk = Desk()

    @Test func `A cancelled caller stops waiting for a sign-in, and the others get their token`()
        async throws
    {
        let (stalled, answer) = AsyncStream<Void>.makeStream()
        let source = TokenSource(now: { [desk] in desk.date }) { [desk] in
            for await _ in stalled { break }
            return desk.token()
        }
        let impatient = Task { try await source.current() }
        let patient = Task { try await source.current() }
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
        answer.finish()
        #expect(try await patient.value.value == Secret("token 1"))
        #expect(try await source.current().value == Secret("token 1"))
        #expect(desk.signIns == 1)
    }

    @Test func `A clock that jumps costs at most one sign-in`() async throws {
        let source = TokenSource(now: { [desk] in desk.date }) { [desk] in desk.token() }
        _ = try await source.current()
        desk.jump(24)
        #expect(try await source.current().value == Secret("token 2"))
        desk.jump(-48)
        #expect(try await source.current().value == Secret("token 2"))
        // The service has the right time: it refuses, and the token is replaced.
        #expect(try await source.replacing(Secret("token 2")).value == Secret("token 3"))
        #expect(desk.signIns == 3)
    }
}
