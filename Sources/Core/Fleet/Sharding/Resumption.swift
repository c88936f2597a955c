// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
package import SCSCheck
import SCSSupport

/// What of a subject's earlier report still counts, so that only the rest is tested.
package struct Resumption: Sendable {
    package let earlier: Report
    /// Test cases whose results are taken over.
    package let kept: Set<String>
    /// Test cases that are tested now.
    package let open: Set<String>

    /// How a run selects and judges.
    package struct Terms: Sendable {
        package var selection: [String]
        package var excluded: [String]
        package var parameters: [String: String]
        package var exitStatusRule: Report.ExitStatusRule
        package var tool: Report.Tool
        /// The cloud's Keystone and region; nil where they are not known before the run.
        package var authURL: String?
        package var region: String?

        package init(
            selection: [String], excluded: [String], parameters: [String: String] = [:],
            exitStatusRule: Report.ExitStatusRule, tool: Report.Tool, authURL: String?,
            region: String?
        ) {
            self.selection = selection
            self.excluded = excluded
            self.parameters = parameters
            self.exitStatusRule = exitStatusRule
            self.tool = tool
            self.authURL = authURL
            self.region = region
        }
    }

    /// Why nothing of an earlier report is taken over.
    package struct Changed: Error, CustomStringConvertible {
        package var description: String
    }

    /// Throws `Changed` if the earlier run was another one; a result counts while it is valid.
    package init(
        _ earlier: Report, of plan: Plan, by terms: Terms, now: Date
    ) throws(Changed) {
        try Self.compare(earlier, plan, terms)
        self.earlier = earlier
        let now = Timestamp.format(now)
        let results = earlier.testcases.reduce(into: [:]) { $0[$1.id] = $1 }
        var (kept, open) = (Set<String>(), Set<String>())
        for item in plan.items where item.isTested {
            let result = results[item.entry.id]
            let isResult = result?.verdict == .pass || result?.verdict == .fail
            // What a plug-in found out says nothing about what another one would.
            let isOfSameProgram = result?.testedBy == item.testcase?.program
            let counts =
                isResult && isOfSameProgram && result?.validUntil.map { $0 > now } ?? true
            if counts { kept.insert(item.entry.id) } else { open.insert(item.entry.id) }
        }
        self.kept = kept
        self.open = open
    }

    private static func compare(
        _ earlier: Report, _ plan: Plan, _ terms: Terms
    ) throws(Changed) {
        func scope(_ uuid: String, _ digest: String, _ versions: [String]) -> String {
            "\(uuid.prefix(8)) \(versions.joined(separator: ", ")) (\(digest.prefix(8)))"
        }
        let scopes = (
            earlier.assessment.map { scope($0.uuid, $0.sha256, $0.versions.map(\.version)) },
            plan.scope.map {
                scope($0.scope.uuid, $0.scope.sha256, $0.versions.map(\.version.name))
            }
        )
        let facts: [(String, String?, String?)] = [
            ("program", earlier.tool.title, terms.tool.title), ("scope", scopes.0, scopes.1),
            ("selection", list(earlier.run.selection), list(terms.selection)),
            ("exclusion", list(earlier.run.excluded ?? []), list(terms.excluded)),
            (
                "setting of parameters", list(earlier.run.assignments),
                list(terms.parameters.map { "\($0.key)=\($0.value)" }.sorted())
            ),
            ("depth", earlier.run.depth.rawValue, plan.depth.rawValue),
            (
                "rule of the exit status", earlier.exitStatusRule.rawValue,
                terms.exitStatusRule.rawValue
            ),
            ("Keystone", earlier.subject.authURL, terms.authURL ?? earlier.subject.authURL),
            ("region", earlier.subject.region, terms.region ?? earlier.subject.region),
        ]
        if let (name, was, now) = facts.first(where: { $0.1 != $0.2 }) {
            throw Changed(
                description: "the \(name) was \((was ?? "none").harmless(200)) and is "
                    + "\((now ?? "none").harmless(200))")
        }
        if earlier.judgedFrom != nil {
            throw Changed(description: "its report judges recorded facts")
        }
    }

    private static func list(_ texts: [String]) -> String {
        texts.isEmpty ? "empty" : texts.joined(separator: ", ")
    }

    /// The earlier report, if nothing is open: nothing that was interrupted is left.
    package var whole: Report {
        guard earlier.run.interrupted else { return earlier }
        var report = earlier
        report.run.interrupted = false
        return MatrixMerge.merged([], into: report)
    }

    /// The plan of what is tested now.
    package func plan(of plan: Plan) -> Plan {
        var narrowed = plan
        for index in narrowed.items.indices where kept.contains(narrowed.items[index].entry.id) {
            narrowed.items[index].disposition = .notSelected(.others)
        }
        return narrowed
    }

    /// The newest report with the results that were taken over, each with its run.
    package func merged(into newest: Report) -> Report {
        var earlier = earlier
        // What was interrupted has been tested now, unless that was interrupted, too.
        earlier.run.interrupted = false
        for index in earlier.testcases.indices
        where kept.contains(earlier.testcases[index].id)
            && earlier.testcases[index].carriedOver == nil
        {
            earlier.testcases[index].carriedOver = CarriedOver(
                run: earlier.run.id,
                at: earlier.testcases[index].startedAt ?? earlier.run.startedAt)
        }
        var merged = MatrixMerge.merged([earlier], into: newest)
        merged.run.depth = max(earlier.run.depth, newest.run.depth)
        return merged
    }
}

extension Plan.Item {
    /// Whether the cloud itself is asked.
    fileprivate var isTested: Bool {
        switch disposition {
        case .run, .external: true
        case .manual, .attested, .expired, .notSelected, .notImplemented: false
        }
    }
}
