// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSimulatedCloud
import Testing

struct SimulatedClockTests {
    @Test func `The clock jumps to the deadline and never back`() async throws {
        let clock = SimulatedClock()
        let start = clock.now
        try await clock.sleep(for: .seconds(1800))
        #expect(start.duration(to: clock.now) == .seconds(1800))
        try await clock.sleep(until: start)
        #expect(start.duration(to: clock.now) == .seconds(1800))
        #expect(clock.date == clock.start + 1800)
    }

    @Test func `Cancelling a sleeper wakes it without letting time pass`() async throws {
        let clock = SimulatedClock()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await clock.sleep(for: .seconds(60))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(clock.now.offset == .zero)
    }

    @Test func `The clock works as any Clock`() async throws {
        let simulated = SimulatedClock()
        let clock: any Clock<Duration> = simulated
        try await clock.sleep(for: .milliseconds(500))
        #expect(simulated.now.offset == .milliseconds(500))
    }
}

struct ProfileTests {
    @Test func `Profiles are parsed from command line names`() {
        #expect(Profile.parse("simulated") == .compliant)
        #expect(Profile.parse("simulated:compliant") == .compliant)
        #expect(Profile.parse("simulated:quota-full")?.name == "quota-full")
        #expect(Profile.parse("simulated:ceph+slow")?.name == "ceph+slow")
        #expect(Profile.parse("simulated:") == nil)
        #expect(Profile.parse("simulated:nonsense") == nil)
        #expect(Profile.parse("mycloud") == nil)
    }

    @Test func `Each profile has a unique name and a short summary`() {
        #expect(Profile.all.count == Set(Profile.all.map(\.name)).count)
        #expect(Profile.all.allSatisfy { !$0.summary.isEmpty && $0.summary.count < 80 })
        #expect(Profile.all.map(\.name).allSatisfy { Profile(name: $0) != nil })
    }
}
