// SPDX-License-Identifier: Apache-2.0
import OpenStack

extension Engine {
    /// The outcomes with what a last look found: copies that came late, and what nobody knows.
    ///
    /// It comes after everything was removed, once for each credential: what a list shows then under
    /// the run's name is a leftover, whoever made it.
    func closing(_ outcomes: [TestcaseOutcome]) async -> [TestcaseOutcome] {
        var outcomes = outcomes
        for persona in Persona.allCases.reversed() + [nil] {
            guard let account = account(of: persona) else { continue }
            let janitor = Janitor(
                tracker: account.tracker, cloud: account.cloud, limit: settings.timeLimit)
            let sweep = await janitor.sweep()
            if sweep.removed > 0, outcomes.contains(where: { !$0.leftovers.isEmpty }) {
                // What a copy of something kept from going may go now.
                let left = Set(await janitor.clean().map(\.name))
                let names = Set(account.tracker.names)
                for index in outcomes.indices {
                    outcomes[index].keepLeftovers {
                        !names.contains($0.name) || left.contains($0.name)
                    }
                }
            }
            func owner(of n: Int) -> Int? {
                let id = account.tracker.entry(n)?.testcase
                return outcomes.firstIndex { $0.id == id }
                    ?? outcomes.firstIndex { $0.startedAt != nil }
            }
            for (n, leftover) in sweep.leftovers {
                if let index = owner(of: n) { outcomes[index].add([leftover]) }
            }
            for entry in account.tracker.unanswered {
                guard let index = owner(of: entry.n) else { continue }
                outcomes[index].add(unresolved: Self.unanswered(entry))
            }
            for (kind, reason) in sweep.unknown {
                for n in account.tracker.numbers(of: kind) {
                    guard let index = owner(of: n) else { continue }
                    let sentence = Self.unlisted(kind, reason)
                    if !outcomes[index].unresolved.contains(sentence) {
                        outcomes[index].add(unresolved: sentence)
                    }
                }
            }
        }
        return outcomes
    }

    private static func unanswered(_ entry: JournalEntry) -> String {
        "The request to create the \(entry.kind.noun) \(entry.name) got no clear answer, and the "
            + "cloud does not show it. It may still appear: run scs-check cleanup."
    }

    private static func unlisted(_ kind: ResourceKind, _ reason: String) -> String {
        "A copy of a \(kind.noun) of this run may be left, as the list of "
            + "\(kind.collection) could not be read: \(reason) Run scs-check cleanup."
    }
}
