// SPDX-License-Identifier: Apache-2.0
public import SCSCheck
import SCSSimulatedCloud

/// What a run of a module against a simulated cloud found, and what it left there.
public struct CheckRun: Sendable {
    /// What became of one test case.
    public struct Result: Sendable {
        /// The verdict.
        public let verdict: Verdict
        /// Why it is not a PASS; nil for one.
        public let reason: Reason?
        /// What was found, as a sentence.
        public let message: String?
        /// What to do about it.
        public let advice: String?
        /// What the verdict rests on.
        public let evidence: [Evidence]

        init(_ outcome: TestcaseOutcome) {
            verdict = outcome.verdict
            reason = outcome.reason
            message = outcome.message
            advice = outcome.advice
            evidence = outcome.evidence
        }
    }

    /// By the id of the test case.
    public let results: [String: Result]
    /// Everything in the cloud that was not there before, such as `volume source`.
    public let leftBehind: [String]

    /// The verdicts alone.
    public var verdicts: [String: Verdict] { results.mapValues(\.verdict) }
}

/// Changes an answer of the simulated cloud on its way: a defect of your own.
///
/// It may throw a `TransportError`, as if the answer had never come.
public typealias AnswerEdit = @Sendable (HTTPRequest, inout HTTPResponse) throws -> Void

/// A name after `simulated:` that no fault has.
public struct UnknownFault: Error, CustomStringConvertible {
    let name: String

    /// The name, and the nearest one that there is.
    public var description: String {
        "No fault of the simulated cloud is called '\(name)'"
            + Suggestion.question(about: name, among: Profile.all.map(\.name))
    }
}

extension CheckModule where Subject == Cloud {
    /// Runs its test cases against a simulated cloud, in no time.
    ///
    /// `testcases` nil: all. `fault` is what follows `simulated:` in `--cloud simulated:FAULT`. Throws
    /// `UnknownFault`, or an error where a test case is unknown.
    public func run(
        _ testcases: [String]? = nil, fault: String = "compliant", editing edit: AnswerEdit? = nil
    ) async throws -> CheckRun {
        guard Profile(name: fault) != nil else { throw UnknownFault(name: fault) }
        let run = try SimulatedRun(fault) { cloud, _, _ in
            if let edit { EditingTransport(cloud, edit) } else { cloud }
        }
        let before = run.cloud.inventory
        let plan = try Plan(of: self, testcases, depth: .full)
        let selected = Set(plan.runs.map(\.id))
        let outcomes = await run.carryOut(plan).filter { selected.contains($0.id) }
        return CheckRun(
            results: Dictionary(outcomes.map { ($0.id, CheckRun.Result($0)) }) { first, _ in first
            },
            leftBehind: run.cloud.inventory.additions(to: before))
    }

    /// What its test cases say about recorded facts, in the format of `run --record`.
    public func run(onFacts facts: String) async throws -> CheckRun {
        let outcomes: [String: TestcaseOutcome] = try await judge(facts)
        return CheckRun(results: outcomes.mapValues { CheckRun.Result($0) }, leftBehind: [])
    }

    /// The examples whose verdicts differ from what they promise, as sentences; empty if all hold.
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
    /// Throws where a description is wrong, or a module differs from its description.
    public func validate() throws {
        _ = try CheckRegistry([self])
    }

    /// Its modules, each as its description makes it.
    public func modules() throws -> [any CheckModule<Cloud>] {
        try CheckRegistry([self]).modules
    }
}

extension Inventory {
    /// What is here and not in `earlier`, in words.
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
