// SPDX-License-Identifier: Apache-2.0
public import SCSCheck
import SCSSimulatedCloud

/// The result of a module's run against a simulated cloud, and its leftovers.
public struct CheckRun: Sendable {
    /// The result of one test case.
    public struct Result: Sendable {
        /// The verdict.
        public let verdict: Verdict
        /// Why it is not a PASS; nil for a PASS.
        public let reason: Reason?
        /// What was found, as a sentence.
        public let message: String?
        /// What the operator can do.
        public let advice: String?
        /// The evidence for the verdict.
        public let evidence: [Evidence]

        init(_ outcome: TestcaseOutcome) {
            verdict = outcome.verdict
            reason = outcome.reason
            message = outcome.message
            advice = outcome.advice
            evidence = outcome.evidence
        }
    }

    /// The results by test case id.
    public let results: [String: Result]
    /// Everything that the run left in the cloud, such as `volume source`.
    public let leftBehind: [String]

    /// The verdicts alone.
    public var verdicts: [String: Verdict] { results.mapValues(\.verdict) }
}

/// Modifies an answer of the simulated cloud: your own defect.
///
/// It may throw a `TransportError`, as if no answer had arrived.
public typealias AnswerEdit = @Sendable (HTTPRequest, inout HTTPResponse) throws -> Void

/// An unknown fault after `simulated:`.
public struct UnknownFault: Error, CustomStringConvertible {
    let name: String

    /// The name, and the nearest known one.
    public var description: String {
        "No fault of the simulated cloud is called '\(name)'"
            + Suggestion.question(about: name, among: Profile.all.map(\.name))
    }
}

extension CheckModule where Subject == Cloud {
    /// Runs its test cases against a simulated cloud, without waiting.
    ///
    /// `testcases` nil: all. `fault` is the part after `simulated:` in `--cloud simulated:FAULT`.
    /// The run has no credential of the personas that are `absent`.
    ///
    /// `parameters` are set as users do: `["scs-9999.size": "2"]`. Throws `UnknownFault`, or an error for an
    /// unknown test case or parameter.
    public func run(
        _ testcases: [String]? = nil, fault: String = "compliant",
        setting parameters: [String: String] = [:], without absent: Set<Persona> = [],
        editing edit: AnswerEdit? = nil
    ) async throws -> CheckRun {
        guard Profile(name: fault) != nil else { throw UnknownFault(name: fault) }
        let known = SimulatedRun.everybody.filter { !absent.contains($0.key) }
        let run = try SimulatedRun(
            fault, with: known, admitting: allPersonas.filter { !absent.contains($0) }
        ) { cloud, _, _ in
            if let edit { EditingTransport(cloud, edit) } else { cloud }
        }
        let before = run.cloud.inventory
        let plan = try Plan(of: self, testcases, depth: .full)
        let selected = Set(plan.runs.map(\.id))
        let assignments = parameters.sorted { $0.key < $1.key }
            .map { ParameterAssignment($0.key, $0.value, origin: $0.key) }
        let values = try ParameterValues(
            assignments, of: [self], plan.items.map(\.standard),
            in: ParameterContext(subject: "simulated", date: run.clock.date) {
                try LocalFile.read($0, limit: LocalFile.Limit.record)
            })
        let outcomes = await run.carryOut(plan, parameters: values).filter {
            selected.contains($0.id)
        }
        return CheckRun(
            results: Dictionary(outcomes.map { ($0.id, CheckRun.Result($0)) }) { first, _ in first
            },
            leftBehind: run.cloud.inventory.additions(to: before))
    }

    /// The verdicts of its test cases on recorded facts, in the format of `run --record`.
    public func run(onFacts facts: String) async throws -> CheckRun {
        let outcomes: [String: TestcaseOutcome] = try await judge(facts)
        return CheckRun(results: outcomes.mapValues { CheckRun.Result($0) }, leftBehind: [])
    }

    /// The examples whose verdicts differ from the stated ones, as sentences; empty if all match.
    public func brokenExamples() async throws -> [String] {
        var broken: [String] = []
        for example in examples {
            let verdicts = try await run(onFacts: example.facts).verdicts
            for (id, expected) in example.verdicts.sorted(by: { $0.key < $1.key })
            where verdicts[id] != expected {
                broken.append(
                    "\(example.title): \(id) is \(verdicts[id]?.rawValue ?? "not tested"), not "
                        + "\(expected.rawValue).")
            }
        }
        return broken
    }
}

extension CheckCollection {
    /// Throws if a description is wrong, or a module differs from its description.
    public func validate() throws {
        _ = try CheckRegistry([self])
    }

    /// Its modules, each created from its description.
    public func modules() throws -> [any CheckModule<Cloud>] {
        try CheckRegistry([self]).modules
    }
}

extension Inventory {
    /// What exists here but not in `earlier`, in words.
    fileprivate func additions(to earlier: Inventory) -> [String] {
        let kinds: [(String, KeyPath<Inventory, [Item]>)] = [
            ("volume", \.volumes), ("snapshot", \.snapshots), ("backup", \.backups),
            ("image", \.images), ("server", \.servers), ("network", \.networks),
            ("subnet", \.subnets), ("router", \.routers), ("port", \.ports),
            ("security group", \.securityGroups), ("security group rule", \.securityGroupRules),
            ("secret", \.secrets), ("identity", \.identities),
        ]
        return kinds.flatMap { kind, items in
            let known = Set(earlier[keyPath: items].map(\.id))
            return self[keyPath: items].filter { !known.contains($0.id) }
                .map { "\(kind) \($0.name ?? $0.id)" }
        }
    }
}
