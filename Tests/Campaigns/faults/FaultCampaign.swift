// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import Synchronization
import Testing

/// Every fault at every request of a run: the right verdict, no leftovers, nothing created twice.
@Suite(.serialized, .enabled(if: Campaign.asked != nil, "make campaign-faults"))
struct FaultCampaign {
    /// Faults that can affect a whole cloud at once.
    static let outages: [Fault] = [
        .refused, .stalled, .unauthorized, .forbidden, .notFoundPage, .tooMany, .serverError,
        .unavailable, .html,
    ]

    struct Case: Sendable {
        var subject: Subject
        var site: Site
        var fault: Fault
        var persistence: Persistence

        var order: Injection.Order {
            Injection.Order(
                shape: site.shape, occurrence: site.occurrence, fault: fault,
                persistence: persistence)
        }

        var name: String {
            "\(subject.name): \(fault.rawValue) \(persistence.rawValue) at \(site.shape) "
                + "#\(site.occurrence) (\(site.kind.rawValue), \(site.phase.rawValue))"
        }
    }

    @Test func `A run withstands every fault at every request`() async throws {
        var subjects = try Subject.backups(Campaign.isLong ? [.api, .data, .full, .named] : [.api])
        if !Campaign.isLong { subjects += try Subject.backups([.data, .full]).filter(\.isShort) }
        subjects.append(try Subject.hashless())
        subjects.append(try await Subject.readers())
        let tally = Tally()
        for subject in subjects {
            let healthy = try await FaultRun(subject)
            #expect(healthy.violations == [] && healthy.verdicts == ["PASS"], "\(healthy.told)")
            let cases = Self.cases(subject, healthy.injection.sites)
            try await Self.inParallel(cases) { one in
                let run = try await FaultRun(one.subject, [one.order])
                tally.add(one, run, healthy)
            }
            Campaign.tell("\(subject.name): \(cases.count) cases")
        }
        tally.tell("faults")
        #expect(tally.problems.isEmpty)
    }

    @Test func `A run finds a creation whose answer is lost, whatever fault meets the search`()
        async throws
    {
        let tally = Tally()
        for subject in try Subject.backups(Campaign.isLong ? [.api, .data] : [.api]) {
            let healthy = try await FaultRun(subject)
            let creations = healthy.injection.sites.filter { Self.isCreation($0.kind) }
            for creation in creations {
                let lost = Injection.Order(
                    shape: creation.shape, occurrence: creation.occurrence, fault: .lostAnswer,
                    persistence: .once)
                let found = try await FaultRun(subject, [lost])
                guard let search = found.injection.sites.first(where: { $0.kind == .search })
                else {
                    tally.note("\(subject.name): \(creation.shape) was not searched")
                    continue
                }
                let cases = Self.cases(subject, [search], [.once, .lasting])
                try await Self.inParallel(cases) { one in
                    tally.add(one, try await FaultRun(subject, [lost, one.order]), healthy)
                }
            }
        }
        tally.tell("faults at the search for a lost creation")
        #expect(tally.problems.isEmpty)
    }

    static func isCreation(_ kind: Site.Kind) -> Bool {
        [.create, .image, .readback].contains(kind)
    }

    /// All sites in the long form; in the short one the first of each shape and phase.
    private static func cases(
        _ subject: Subject, _ sites: [Site], _ persistences: [Persistence] = Persistence.allCases
    ) -> [Case] {
        var known: Set<String> = []
        var cases: [Case] = []
        for site in sites {
            let isFirst = known.insert("\(site.shape) \(site.phase)").inserted
            guard isFirst || Campaign.isLong else { continue }
            // Its other requests are those of the data test.
            if subject.profile == "hashless" && !Campaign.isLong && site.kind != .download {
                continue
            }
            for fault in Fault.allCases where fault.applies(to: site) {
                for persistence in persistences {
                    if persistence == .outage && !(isFirst && outages.contains(fault)) { continue }
                    // A single page with a link to a next one is no endless list.
                    if persistence == .once && fault.isEndless { continue }
                    if persistence == .lasting && !isFirst { continue }
                    let one = Case(
                        subject: subject, site: site, fault: fault, persistence: persistence)
                    if Campaign.wants(one.name) { cases.append(one) }
                }
            }
        }
        return Campaign.part(of: cases)
    }

    /// Runs two cases at a time, as there are two cores.
    static func inParallel<Case: Sendable>(
        _ cases: [Case], _ body: @escaping @Sendable (Case) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, one) in cases.enumerated() {
                if index >= 2 { try await group.next() }
                group.addTask { try await body(one) }
            }
            try await group.waitForAll()
        }
    }
}
