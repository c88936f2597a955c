// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import Synchronization

/// What the clouds of a run have in common, so that a thousand cost a thousand times one cloud and no more.
final class SharedByClouds: Sendable {
    let hosts: HostGates
    let loops = CurlLoops()
    /// Reads the configuration once.
    let finder = ConfigurationFile.finder
    private let plans = Mutex<[SubjectOptions.PlanKey: Plan]>([:])

    init(_ clock: any Clock<Duration>) { hosts = HostGates(most: 32, clock: clock) }

    /// The plan, which most subjects share.
    func plan(_ options: SubjectOptions, _ registry: CheckRegistry) throws -> Plan {
        guard let key = options.planKey(registry) else { return try options.plan(registry) }
        if let plan = plans.withLock({ $0[key] }) { return plan }
        let plan = try options.plan(registry)
        plans.withLock { $0[key] = plan }
        return plan
    }
}
