// SPDX-License-Identifier: Apache-2.0
package import SCSOpenStack
import SCSSupport

/// What a last look at everything that bears the run's name has found.
package struct Sweep: Sendable {
    /// How many resources it has removed, which may have kept others from going.
    package var removed = 0
    /// What could not be removed, by the number of the journal's entry that it belongs to.
    package var leftovers: [(n: Int, leftover: Leftover)] = []
    /// Kinds whose list could not be read to its end, so that nobody knows, each with the reason.
    package var unknown: [(kind: ResourceKind, reason: String)] = []

    /// Whether nothing of ours was left, and the lists proved it.
    package var isClean: Bool { leftovers.isEmpty && unknown.isEmpty }
}

extension Janitor {
    /// Looks through the whole list of every kind that was created, after everything was removed, and
    /// removes what still bears the run's name: a copy that a proxy made, or one that came late.
    package func sweep() async -> Sweep {
        await Task {
            var sweep = Sweep()
            for kind in tracker.kinds {
                do {
                    for seen in try await cloud.resourceSnapshots(of: kind) {
                        await remove(seen, &sweep)
                    }
                } catch let error as APIError
                    where error.isNotFound && tracker.hasOnlyRefused(kind)
                {
                    // There is no such collection, and nothing was ever taken into it.
                    continue
                } catch {
                    sweep.unknown.append((kind, "\(error)".harmless(500)))
                }
            }
            return sweep
        }.value
    }

    private func remove(_ seen: ResourceSnapshot, _ sweep: inout Sweep) async {
        guard let name = seen.name, name.hasPrefix(tracker.prefix + "-") else { return }
        let entry = tracker.entry(of: seen.kind, named: name)
        // What stays although it was asked to go has been reported already.
        guard entry.isGone || entry.id != seen.id else { return }
        if let remainder = await remove(entry, id: seen.id) {
            sweep.leftovers.append((entry.n, remainder.leftover))
        } else {
            sweep.removed += 1
            onEvent(.gone(kind: seen.kind.noun, name: name))
        }
    }
}
