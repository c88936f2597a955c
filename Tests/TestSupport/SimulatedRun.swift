// SPDX-License-Identifier: Apache-2.0
package import Core
import FoundationEssentials
package import SimulatedCloud

/// A run of one module against a simulated cloud whose gibibytes are small, and what it left.
package struct SimulatedRun: Sendable {
    package let cloud: SimulatedCloud
    package let clock: SimulatedClock
    package let journal = JournalMemory()
    private let member: Cloud
    private let others: [Party: Cloud]

    /// Whoever a check may ask for.
    package static let everybody: [Party: SimulatedCloud.Credentials] = [
        .otherProject: .other, .manager: .manager, .otherManager: .otherManager,
    ]

    package init(
        _ profile: String = "compliant", seed: UInt64 = 1,
        with parties: [Party: SimulatedCloud.Credentials] = everybody
    ) throws {
        guard let profile = Profile(name: profile) else { throw UnknownProfile(name: profile) }
        clock = SimulatedClock()
        cloud = SimulatedCloud(profile: profile, clock: clock, gibibyte: 1 << 20, seed: seed)
        member = Self.client(of: cloud, clock, .member)
        others = parties.mapValues { [cloud, clock] in Self.client(of: cloud, clock, $0) }
    }

    package struct UnknownProfile: Error {
        package var name: String
    }

    /// Runs the plan; `onEvent` may cancel it from outside.
    package func carryOut(
        _ plan: Plan, timeLimit: Duration = .seconds(1800),
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) async -> [TestcaseOutcome] {
        let date: @Sendable () -> Date = { [clock] in clock.date }
        var settings = CheckSettings(seed: 7)
        settings.gibibyte = 1 << 20
        settings.timeLimit = timeLimit
        let engine = Engine(
            cloud: member,
            accounts: others.mapValues {
                Account(
                    cloud: $0,
                    tracker: ResourceTracker(
                        prefix: "scs-check-test", journal: JournalMemory(), date: date))
            }, plan: plan,
            tracker: ResourceTracker(prefix: "scs-check-test", journal: journal, date: date),
            settings: settings, onEvent: onEvent)
        return await engine.run()
    }

    private static func client(
        of simulated: SimulatedCloud, _ clock: SimulatedClock,
        _ credentials: SimulatedCloud.Credentials
    ) -> Cloud {
        let domain = Credentials.DomainReference.name(credentials.domain)
        let scope =
            credentials.project.map { .project(.name($0, domain: domain)) }
            ?? Credentials.Scope.domain(domain)
        let configuration = CloudConfiguration(
            name: "simulated",
            authentication: .password(
                user: .name(credentials.user, domain: domain), secret: Secret(credentials.password),
                scope: scope),
            authURL: SimulatedCloud.authURL, regionName: SimulatedCloud.region)
        let retrying = RetryingTransport(
            simulated, policy: RetryPolicy(), clock: clock, jitter: { 0.5 }, now: { clock.date },
            onRetry: { _ in })
        return Cloud(configuration, transport: retrying, clock: clock, date: { clock.date })
    }
}
