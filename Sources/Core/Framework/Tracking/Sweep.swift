// SPDX-License-Identifier: Apache-2.0
package import SCSOpenStack
import SCSSupport

/// The result of a last search for everything that bears the run's name.
package struct Sweep: Sendable {
    /// How many resources it removed, which may have blocked others.
    package var removed = 0
    /// What could not be removed, by the number of its journal entry.
    package var leftovers: [(n: Int, leftover: Leftover)] = []
    /// Kinds whose list could not be read completely, each with the reason.
    package var unknown: [(kind: ResourceKind, reason: String)] = []

    /// Whether the lists proved that nothing of the run was left.
    package var isClean: Bool { leftovers.isEmpty && unknown.isEmpty }
}

extension Janitor {
    /// After cleanup, searches the lists of all created kinds for the run's name, and removes what
    /// it finds: a proxy's copy, or a late arrival.
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
                    // The collection does not exist, and nothing was ever created in it.
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
        // A resource that stays despite its deletion has been reported already.
        guard entry.isGone || entry.id != seen.id else { return }
        if let remainder = await remove(entry, id: seen.id) {
            sweep.leftovers.append((entry.n, remainder.leftover))
        } else {
            sweep.removed += 1
            onEvent(.gone(kind: seen.kind.noun, name: name))
        }
    }
}
