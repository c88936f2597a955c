// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSCheck
package import SCSSimulatedCloud

/// A run of one module against a simulated cloud with small gibibytes, and its leftovers.
package struct SimulatedRun: Sendable {
    package let cloud: SimulatedCloud
    package let clock: SimulatedClock
    package let journal = JournalMemory()
    private let partyJournals: [Persona: JournalMemory]
    private let personas: [Persona: SimulatedCloud.Credentials]
    private let member: Cloud
    private let others: [Persona: Cloud]
    private let gibibyte: Int64

    /// All personas that a check may use.
    package static let everybody: [Persona: SimulatedCloud.Credentials] = [
        .otherProject: .other, .manager: .manager, .otherManager: .otherManager,
    ]

    /// The transport between a persona (nil: the run's own credential) and the cloud.
    package typealias Path =
        @Sendable (SimulatedCloud, SimulatedClock, Persona?) -> any HTTPTransport

    package init(
        _ profile: String = "compliant", seed: UInt64 = 1, gibibyte: Int64 = 1 << 20,
        with personas: [Persona: SimulatedCloud.Credentials] = everybody,
        admitting newcomers: [Persona] = [],
        through path: Path = { cloud, _, _ in cloud }
    ) throws {
        guard let profile = Profile(name: profile) else { throw UnknownProfile(name: profile) }
        clock = SimulatedClock()
        self.gibibyte = gibibyte
        cloud = SimulatedCloud(profile: profile, clock: clock, gibibyte: gibibyte, seed: seed)
        member = Cloud.simulated(path(cloud, clock, nil), clock: clock)
        var personas = personas
        for persona in newcomers where personas[persona] == nil {
            personas[persona] = cloud.admit(
                persona.name, roles: persona.roles, to: persona.place.rawValue)
        }
        var others: [Persona: Cloud] = [:]
        for (persona, credentials) in personas {
            others[persona] = Cloud.simulated(
                path(cloud, clock, persona), clock: clock, as: credentials)
        }
        self.others = others
        self.personas = personas
        partyJournals = personas.mapValues { _ in JournalMemory() }
    }

    package struct UnknownProfile: Error {
        package var name: String
    }

    /// Runs the plan; `onEvent` may cancel it.
    package func carryOut(
        _ plan: Plan, timeLimit: Duration = .seconds(1800), readBack: ReadBack = .sample,
        pluginAccess: PluginAccess = PluginAccess(),
        parameters: ParameterValues = ParameterValues(),
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) async -> [TestcaseOutcome] {
        let date: @Sendable () -> Date = { [clock] in clock.date }
        var settings = CheckSettings(seed: 7)
        settings.gibibyte = gibibyte
        settings.timeLimit = timeLimit
        settings.readBack = readBack
        settings.pluginAccess = pluginAccess
        settings.parameters = parameters
        let engine = Engine(
            cloud: member,
            accounts: others.reduce(into: [:]) { accounts, other in
                accounts[other.key] = Account(
                    cloud: other.value,
                    tracker: ResourceTracker(
                        prefix: "scs-check-test",
                        journal: partyJournals[other.key] ?? JournalMemory(), date: date))
            }, plan: plan,
            tracker: ResourceTracker(prefix: "scs-check-test", journal: journal, date: date),
            settings: settings, onEvent: onEvent)
        return await engine.run()
    }

    /// What a cleanup on the healthy cloud leaves of the journal's resources.
    package func cleanUp() async throws -> [Leftover] {
        var leftovers = try await cleanUp(journal, .member)
        for (persona, journal) in partyJournals {
            guard let credentials = personas[persona] else { continue }
            leftovers += try await cleanUp(journal, credentials)
        }
        return leftovers
    }

    private func cleanUp(
        _ journal: JournalMemory, _ credentials: SimulatedCloud.Credentials
    ) async throws -> [Leftover] {
        let header =
            JournalLine.sealed(
                Array(#"{"journal":2,"run":"test","cloud":"","authURL":"","at":""}"#.utf8)) + [0x0A]
        let (_, entries) = try JournalReader.read(header + journal.contents, file: "memory")
        let tracker = ResourceTracker(
            prefix: "scs-check-test", journal: JournalMemory(), entries: entries
        ) { [clock] in clock.date }
        return await Janitor(
            tracker: tracker, cloud: .simulated(cloud, clock: clock, as: credentials),
            limit: .seconds(600),
            gracePeriod: .seconds(60)
        ).clean()
    }
}

extension SimulatedRun {
    /// The cloud as the run's own credential sees it.
    package var reader: Cloud { member }

    /// The token that the run's own credential holds.
    package func token() async throws -> String { try await member.token().value.exposed }
}
