// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSimulatedCloud

/// Whether a plug-in keeps to the protocol, found out on the cloud that is built in.
struct PluginReview {
    /// One thing that was looked at.
    struct Finding {
        var isRight: Bool
        var text: String
    }

    let program: String
    /// The simulated cloud: `simulated`, or `simulated:FAULT`.
    var cloud = "simulated"
    let timeLimit: Duration
    /// What is judged instead of that cloud's facts.
    var facts: RecordedFacts?
    /// Who does not wait for an acknowledgement shows it when there is time for it.
    private static let patience = Duration.milliseconds(300)

    func findings() async throws -> [Finding] {
        let plugin: PluginFolder.Plugin
        do {
            let registry = try CheckProgram.current.registry()
            plugin = try await PluginFolder.plugin(
                at: program, known: registry.standards, facts: registry.facts,
                environment: PluginEnvironment.current)
        } catch {
            return PluginFolder.problems(error).map { Finding(isRight: false, text: $0) }
        }
        let described = plugin.standard
        var findings = [
            Finding(
                isRight: true,
                text: "it describes \(described.name) (\(described.version)) with "
                    + "\(described.testcases.count.counted("test case")).")
        ]
        findings += try await outcomes(plugin).map(Self.finding)
        guard plugin.callsCloud, facts == nil else { return findings }
        let (session, access) = try await session(plugin)
        return findings
            + (try await plugin.problemsWithoutAnswers(session.cloud, access, limit: timeLimit)).map
        {
            Finding(isRight: false, text: $0)
        }
    }

    /// Verdicts may be any; that there is none is the program's fault here.
    private static func finding(_ outcome: TestcaseOutcome) -> Finding {
        if let leftover = outcome.leftovers.first {
            return Finding(
                isRight: false,
                text: "\(outcome.id): it left the \(leftover.kind) \(leftover.name), which cannot "
                    + "be removed: \(leftover.reason)")
        }
        let message = outcome.message.map { ": \($0)" } ?? ""
        let isBreach =
            outcome.verdict == .abort
            && [.noResult, .timedOut, .internal].contains(outcome.reason)
        guard isBreach else {
            let reason = outcome.reason.map { " \($0.rawValue)" } ?? ""
            return Finding(
                isRight: true, text: "\(outcome.id): \(outcome.verdict.rawValue)\(reason)\(message)"
            )
        }
        let errors = outcome.recorded.filter { $0.kind == .output }.suffix(5).map(\.text)
        return Finding(
            isRight: false, text: (["\(outcome.id)\(message)"] + errors).joined(separator: "\n  "))
    }

    private func session(_ plugin: PluginFolder.Plugin) async throws -> (Session, PluginAccess) {
        let session = try await Session(CloudChoice(cloud: cloud), onLine: { _ in })
        var access = PluginAccess()
        access.acknowledgementDelay = Self.patience
        if let simulation = session.simulation, plugin.callsCloud {
            let gateway = try LoopbackGateway(simulation.cloud, clock: simulation.clock)
            access.address = { gateway.address($0) }
            access.allowed = [plugin.name]
        }
        return (session, access)
    }

    private func outcomes(_ plugin: PluginFolder.Plugin) async throws -> [TestcaseOutcome] {
        let (session, access) = try await session(plugin)
        var settings = CheckSettings(seed: 1)
        settings.timeLimit = timeLimit
        settings.pluginAccess = access
        // Named by their ids, they run at whatever depth they are.
        let plan = try Plan(
            modules: [plugin.module], standards: [plugin.standard],
            selectors: plugin.standard.testcases.map(\.id), depth: nil)
        return await Engine(
            cloud: session.cloud, plan: plan,
            tracker: ResourceTracker(
                prefix: RunIdentity().prefix, journal: JournalMemory(), date: session.date),
            facts: facts.map { FactStore(recorded: $0, orElse: session.date()) },
            settings: settings
        ).run()
    }
}
