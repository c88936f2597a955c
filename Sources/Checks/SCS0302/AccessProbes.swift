// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Collects what managers can do but must not, and what they cannot do but must.
struct AccessProbes: Sendable {
    private(set) var violations: [String] = []

    /// The manager must be allowed to do it.
    mutating func may(_ manager: DomainManager, _ probe: AccessProbe) async throws {
        if try await !manager.context.isAllowed(probe) {
            violate("\(manager) cannot \(probe.action).")
        }
    }

    /// The manager must be refused; returns whether that happened. `why` completes the sentence.
    @discardableResult
    mutating func mayNot(
        _ manager: DomainManager, _ probe: AccessProbe, _ why: String
    ) async throws -> Bool {
        guard try await manager.context.isAllowed(probe) else { return true }
        violate("\(manager) can \(probe.action), \(why).")
        return false
    }

    /// The manager must be refused, as it concerns another domain.
    mutating func mayNotReach(_ manager: DomainManager, _ probe: AccessProbe) async throws {
        try await mayNot(manager, probe, "which belongs to another domain")
    }

    mutating func violate(_ sentence: String) { violations.append(sentence) }

    func conclude(_ context: CheckContext) throws {
        try context.judge(advice: SCS0302DomainManager.advice) { judgement in
            for violation in violations { judgement.violation(violation) }
        }
    }
}
