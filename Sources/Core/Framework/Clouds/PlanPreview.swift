// SPDX-License-Identifier: Apache-2.0
package import SCSOpenStack
package import SCSSupport

/// A plan as text, with the state of its prerequisites on the cloud; creates nothing.
package struct PlanPreview: Sendable {
    package var text: String
    /// The same for programs: `docs/schemas/plan.schema.json`.
    package var document: JSON
    /// Whether a prerequisite keeps a test case from running.
    package var isBlocked: Bool

    package static func make(
        _ plan: Plan, cloud: Cloud, others: [Persona: Cloud] = [:]
    ) async -> PlanPreview {
        // The quota is read for metered test cases only.
        guard plan.items.contains(where: { $0.runs != nil && $0.isMetered }) else {
            return await Writer(plan: plan, others: others, quota: nil, microversions: nil).write(
                cloud)
        }
        async let quota = result { try await cloud.blockStorage.quota() }
        async let microversions = result { try await cloud.blockStorageMicroversions() }
        let preview = Writer(
            plan: plan, others: others, quota: await quota, microversions: await microversions)
        return await preview.write(cloud)
    }

    private static func result<T>(_ body: () async throws -> T) async -> Result<T, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    /// A step for programs.
    package static func document(_ step: Step) -> JSON {
        [
            "title": .string(step.title), "role": .string(step.role.rawValue),
            "creates": .object(step.creates.amounts.mapValues { .integer(Int64($0)) }),
            "calls": .array(step.calls.map(JSON.string)),
        ]
    }

    private struct Writer {
        let plan: Plan
        let others: [Persona: Cloud]
        let quota: Result<QuotaSet, any Error>?
        let microversions: Result<ClosedRange<Microversion>, any Error>?

        func write(_ cloud: Cloud) async -> PlanPreview {
            var lines: [String] = []
            var isBlocked = false
            lines.append("Prerequisites")
            let prerequisites = await prerequisites(cloud)
            for (description, problem) in prerequisites {
                lines.append("  \(problem == nil ? "ok     " : "missing") \(description)")
                if let problem {
                    lines.append("          \(problem.reason.rawValue): \(problem.message)")
                    isBlocked = true
                }
            }
            if case .success(let range)? = microversions {
                lines.append(
                    "  Block Storage offers microversions \(range.lowerBound) to \(range.upperBound)."
                )
            }
            if quota != nil {
                lines += ["", "Quota (at most, while everything runs at once)"] + quotaLines()
            }
            for item in plan.items { lines += [""] + describe(item) }
            return PlanPreview(
                text: lines.joined(separator: "\n"), document: document(prerequisites, isBlocked),
                isBlocked: isBlocked)
        }

        private func prerequisites(_ cloud: Cloud) async -> [(String, Finding?)] {
            var lines: [(String, Finding?)] = []
            let facts = FactStore(reading: cloud)
            var seen: Set<String> = []
            for prerequisite in plan.items.filter({ $0.runs != nil }).flatMap(\.prerequisites)
            where seen.insert(prerequisite.description).inserted {
                do {
                    if case .quota = prerequisite, let quota {
                        let quotaBudget = QuotaBudget(try quota.get())
                        for testcase in plan.runs {
                            if let lack = quotaBudget.lack(for: testcase.need) { throw lack }
                        }
                    } else {
                        try await prerequisite.check(cloud, facts, others: others)
                    }
                    lines.append((prerequisite.description, nil))
                } catch {
                    lines.append((prerequisite.description, Finding(of: error)))
                }
            }
            return lines
        }

        private func quotaLines() -> [String] {
            quotaFigures().map { name, amount, left in
                "  \(name): \(amount) needed" + (left.map { ", \($0)" } ?? "")
            }
        }

        /// What is needed of each resource, and what is left of it in words; nil if that is unknown.
        private func quotaFigures() -> [(name: String, needed: Int, left: String?)] {
            let need = plan.runs.reduce(Need.nothing) { $0 + $1.need }
            // Its absence is reported among the prerequisites.
            let set: QuotaSet? = if case .success(let set)? = quota { set } else { nil }
            return need.amounts.sorted { $0.key < $1.key }.map { name, amount in
                let left: String?
                do {
                    left = try set?.figure(name).map { figure in
                        figure.left.map { "\($0) left of \(figure.limit)" } ?? "no limit"
                    }
                } catch {
                    left = "the quota cannot be read"
                }
                return (name, amount, left)
            }
        }

        private func document(_ prerequisites: [(String, Finding?)], _ isBlocked: Bool) -> JSON {
            var fields: [String: JSON] = [
                "schema_version": 1, "blocked": .bool(isBlocked),
                "prerequisites": .array(
                    prerequisites.map { description, problem in
                        var fields: [String: JSON] = [
                            "description": .string(description), "met": .bool(problem == nil),
                        ]
                        if let problem {
                            fields["reason"] = .string(problem.reason.rawValue)
                            fields["message"] = .string(problem.message)
                        }
                        return .object(fields)
                    }), "testcases": .array(plan.items.map(document)),
            ]
            if quota != nil {
                fields["quota"] = .array(
                    quotaFigures().map { name, needed, left in
                        var fields: [String: JSON] = [
                            "resource": .string(name), "needed": .integer(Int64(needed)),
                        ]
                        if let left { fields["left"] = .string(left) }
                        return .object(fields)
                    })
            }
            return .object(fields)
        }

        private func document(_ item: Plan.Item) -> JSON {
            let (action, why): (String, String?) =
                switch item.disposition {
                case .run: ("run", nil)
                case .external: ("external-program", nil)
                case .manual: ("manual", nil)
                case .attested(let attestation): ("attested", attestation.sentence)
                case .expired(let attestation): ("expired", attestation.expiry)
                case .notSelected(let why): ("not-selected", "\(why)")
                case .notImplemented: ("not-implemented", nil)
                }
            var fields: [String: JSON] = [
                "id": .string(item.entry.id), "standard": .string(item.standard.id),
                "target": .string(item.entry.target.rawValue), "title": .string(item.entry.title),
                "action": .string(action),
            ]
            if let why { fields["why"] = .string(why) }
            if let testcase = item.runs {
                fields["steps"] = .array(testcase.steps.map(PlanPreview.document))
            }
            return .object(fields)
        }

        private func describe(_ item: Plan.Item) -> [String] {
            var lines = ["\(item.entry.id) (\(item.entry.target)): \(item.entry.title)"]
            switch item.disposition {
            case .manual: return lines + ["  manual: an assessor must verify it"]
            case .attested(let attestation): return lines + ["  \(attestation.sentence)"]
            case .expired(let attestation): return lines + ["  \(attestation.expiry)"]
            case .external: return lines + ["  an external program gives the result"]
            case .notSelected(let why): return lines + ["  does not run: \(why)"]
            case .notImplemented: return lines + ["  does not run: it is not implemented"]
            case .run:
                guard let testcase = item.testcase else { return lines }
                if let access = testcase.cloudAccess { lines.append("  \(access)") }
                for (number, step) in testcase.steps.enumerated() {
                    lines.append("  \(number + 1). \(step.title)")
                    if !step.creates.amounts.isEmpty {
                        lines.append("     creates \(Self.formatted(step.creates))")
                    }
                    if !step.calls.isEmpty {
                        lines.append("     calls \(step.calls.joined(separator: ", "))")
                    }
                }
                let removes = testcase.need != .nothing
                return lines + (removes ? ["  All resources are removed at the end."] : [])
            }
        }

        private static func formatted(_ need: Need) -> String {
            need.amounts.sorted { $0.key < $1.key }
                .map { $0.value.counted(plural: $0.key) }.joined(separator: ", ")
        }
    }
}
