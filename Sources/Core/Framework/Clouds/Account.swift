// SPDX-License-Identifier: Apache-2.0
public import SCSOpenStack
import SCSSupport

/// The cloud as one credential sees it, with the resources that this run creates there.
public struct Account: SubjectAccount {
    /// The cloud as this credential sees it.
    public let subject: Cloud
    let tracker: ResourceTracker

    package init(cloud: Cloud, tracker: ResourceTracker) {
        subject = cloud
        self.tracker = tracker
    }

    private func janitor(
        _ limit: Duration, onEvent: @escaping @Sendable (TrackerEvent) -> Void = { _ in }
    ) -> Janitor {
        Janitor(tracker: tracker, cloud: subject, limit: limit, onEvent: onEvent)
    }

    /// Removes what was created under these journal numbers, dependents first.
    public func clean(
        _ numbers: Set<Int>, limit: Duration, onEvent: @escaping @Sendable (TrackerEvent) -> Void
    ) async -> [Leftover] {
        await janitor(limit, onEvent: onEvent).clean(only: numbers)
    }

    /// Searches for the run's name in the lists of all kinds that it created.
    public func lastLook(limit: Duration, hasLeftovers: Bool) async -> LastLook {
        let sweep = await janitor(limit).sweep()
        var look = LastLook()
        look.names = Set(tracker.names)
        if sweep.removed > 0, hasLeftovers {
            // A resource that a copy held back may be deletable now.
            look.left = Set(await janitor(limit).clean().map(\.name))
        }
        func testcase(of n: Int) -> String? { tracker.entry(n)?.testcase }
        look.leftovers = sweep.leftovers.map { (testcase(of: $0.n), $0.leftover) }
        look.unresolved = tracker.unanswered.map { (testcase(of: $0.n), Self.unanswered($0)) }
        for (kind, reason) in sweep.unknown {
            look.unresolved += tracker.numbers(of: kind).map {
                (testcase(of: $0), Self.unlisted(kind, reason))
            }
        }
        return look
    }

    private static func unanswered(_ entry: JournalEntry) -> String {
        "The request to create the \(entry.kind.noun) \(entry.name) got no clear answer, and the "
            + "cloud does not show it. It may still appear: run \(InterfaceTerm.cleanup)."
    }

    private static func unlisted(_ kind: ResourceKind, _ reason: String) -> String {
        "A copy of a \(kind.noun) of this run may be left, as the list of "
            + "\(kind.collection) could not be read: \(reason) Run \(InterfaceTerm.cleanup)."
    }
}
