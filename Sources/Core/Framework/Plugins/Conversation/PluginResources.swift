// SPDX-License-Identifier: Apache-2.0
import SCSOpenStack
import SCSSupport
import Synchronization

/// What a plug-in creates for one test case: in the journal first, and ours once a look has shown it.
final class PluginResources: Sendable {
    private struct Held {
        var kind: PluginKind
        var entry: JournalEntry
    }

    private let program: PluginProgram
    private let kinds: [PluginKind: Int]
    private let context: CheckContext
    /// By name, what may exist.
    private let held = Mutex<[String: Held]>([:])

    init(
        _ program: PluginProgram, _ testcase: PluginDescription.Testcase, _ context: CheckContext
    ) {
        self.program = program
        kinds = testcase.kinds
        self.context = context
    }

    /// What must begin the names that a program gives for a test case; nobody else's begin so.
    static func prefix(_ context: CheckContext) -> String {
        "\(context.tracker.prefix)-\(context.testcase.id)"
    }

    /// Returns once the intention would survive a crash.
    func intend(_ kind: PluginKind, _ name: String, from: [String]) throws {
        let prefix = Self.prefix(context)
        guard name.hasPrefix(prefix + "-") else {
            throw misbehaved("announced the name \(name), but names must begin with \(prefix)-.")
        }
        let most = kinds[kind, default: 0]
        let sources = try held.withLock { held in
            guard held.values.count(where: { $0.kind == kind }) < most else {
                throw misbehaved(
                    most == 0
                        ? "announced a resource of kind \(kind.rawValue), which its description does not "
                            + "declare."
                        : "announced more than \(most.counted(kind.rawValue)), but its "
                            + "description declares no more.")
            }
            return try from.map { source in
                guard let entry = held[source]?.entry else {
                    throw misbehaved("gives \(source) in from, but has not created it.")
                }
                return entry.n
            }
        }
        let entry = try context.tracker.intend(
            kind.kind, named: name, from: sources, for: context.testcase.id)
        guard let entry else { throw misbehaved("announced the name \(name) twice.") }
        context.remember(entry.n)
        held.withLock { $0[name] = Held(kind: kind, entry: entry) }
    }

    /// Looks whether the cloud shows what was intended, under that id and name.
    func confirm(_ name: String, claim: ResourceID) async throws {
        let (kind, entry) = try intended(name, "created")
        guard let seen = try await context.tracker.confirm(entry, claim: claim, in: context.cloud)
        else {
            throw misbehaved(
                "reports that it created the \(kind.kind.noun) \(name) as \(claim), but the cloud shows "
                    + "none of that name.")
        }
        guard seen.id == claim else {
            throw misbehaved(
                "reports the id \(claim) for \(name), but the cloud shows \(seen.id).")
        }
        tell(.created(kind: kind.kind.noun, name: name, id: claim.text))
    }

    /// Looks whether it is gone, or was never made.
    func confirmGone(_ name: String) async throws {
        let (kind, entry) = try intended(name, "deleted")
        do {
            try await poll(clock: context.cloud.clock, limit: .seconds(30)) { _, _ in
                let shown = try await context.cloud.resourceSnapshots(of: kind.kind, named: name)
                return shown.isEmpty ? Look<Void>.done(()) : .still(shown[0].status)
            }
        } catch let timeout as WaitTimedOut {
            throw misbehaved(
                "reports that the \(kind.kind.noun) \(name) is gone, but the cloud still shows it after "
                    + "\(timeout.limit.formatted): \(timeout.trail).")
        }
        context.tracker.note(entry.n, .gone)
        held.withLock { $0[name] = nil }
        tell(.gone(kind: kind.kind.noun, name: name))
    }

    /// Writes down what bears our name and was never announced, so that it is removed like the rest.
    func adoptStrays() async throws {
        for kind in kinds.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            for seen in try await context.cloud.resourceSnapshots(of: kind.kind) {
                guard let name = seen.name, name.hasPrefix(Self.prefix(context) + "-"),
                    let entry = try context.tracker.intend(
                        kind.kind, named: name, from: [], for: context.testcase.id)
                else { continue }
                context.remember(entry.n)
                context.withholdPass(
                    because: misbehaved(
                        "created the \(kind.kind.noun) \(name) without announcing it."))
            }
        }
    }

    private func intended(_ name: String, _ done: String) throws -> (PluginKind, JournalEntry) {
        guard let held = held.withLock({ $0[name] }) else {
            throw misbehaved("reports that it \(done) \(name), but did not announce it.")
        }
        return (held.kind, held.entry)
    }

    private func tell(_ event: TrackerEvent) {
        context.onEvent(.tracked(testcase: context.testcase.id, event))
    }

    private func misbehaved(_ problem: String) -> Finding { program.misbehaved(problem) }
}
