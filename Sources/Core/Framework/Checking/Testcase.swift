// SPDX-License-Identifier: Apache-2.0

/// How far a run goes; each depth includes those before it.
public enum Depth: String, Codable, Sendable, CaseIterable, Comparable {
    /// The API answers as required.
    case api
    /// The data survive.
    case data
    /// Everything that daily use involves.
    case full
    /// Runs only when its test case is selected by its own id or a glob of ids.
    case named

    /// Whether one depth is less deep than the other.
    public static func < (left: Depth, right: Depth) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .api: 0
        case .data: 1
        case .full: 2
        case .named: 3
        }
    }
}

/// The resources that a test case may hold at once, by the quota they count against.
public struct Need: Sendable, Equatable {
    /// Amounts by Block Storage's quota names (volumes, gigabytes, …), or by nouns without a quota.
    public var amounts: [String: Int]

    /// No need.
    public static let nothing = Need(amounts: [:])
    /// A volume of `gib` GiB.
    public static func volume(gib: Int) -> Need { Need(amounts: ["volumes": 1, "gigabytes": gib]) }
    /// A backup of a volume of `gib` GiB.
    public static func backup(gib: Int) -> Need {
        Need(amounts: ["backups": 1, "backup_gigabytes": gib])
    }
    /// A snapshot of a volume of `gib` GiB, which counts as gigabytes too.
    public static func snapshot(gib: Int) -> Need {
        Need(amounts: ["snapshots": 1, "gigabytes": gib])
    }
    /// An image; the Image service has no quota that a member can read.
    public static let image = Need(amounts: ["images": 1])

    /// A virtual machine on its own network, with a volume of `gib` GiB to boot from.
    public static func guest(gib: Int) -> Need {
        Need(amounts: [
            "instances": 1, "networks": 1, "subnets": 1, "routers": 1, "ports": 1,
            "security groups": 1,
        ]) + .volume(gib: gib)
    }
    /// A security group of the project.
    public static let securityGroup = Need(amounts: ["security groups": 1])
    /// A secret in the key manager.
    public static let secret = Need(amounts: ["secrets": 1])

    /// The sum of both needs.
    public static func + (left: Need, right: Need) -> Need {
        Need(amounts: left.amounts.merging(right.amounts, uniquingKeysWith: +))
    }

    /// The most that steps hold at once as they create and delete.
    static func peak(of steps: [Step]) -> Need {
        var held: [String: Int] = [:]
        var peak: [String: Int] = [:]
        for step in steps where !step.creates.amounts.isEmpty || !step.deletes.amounts.isEmpty {
            held.merge(step.creates.amounts, uniquingKeysWith: +)
            peak.merge(held, uniquingKeysWith: max)
            held.merge(step.deletes.amounts.mapValues { -$0 }, uniquingKeysWith: +)
        }
        return Need(amounts: peak)
    }

    /// The need, multiplied.
    public static func * (need: Need, times: Int) -> Need {
        Need(amounts: need.amounts.mapValues { $0 * times })
    }
}

/// A declared step, shown by `plan` and `explain`, and in reports even if never reached.
public struct Step: Sendable {
    /// Whether a step prepares or requires.
    public enum Role: String, Codable, Sendable {
        /// An error here says nothing about the requirement.
        case prepare
        /// A refusal or an error state here disproves the requirement.
        case require
    }

    /// What the step does, in the imperative.
    public var title: String
    /// Whether it prepares or requires.
    public var role: Role
    /// The quota that its resources take.
    public var creates: Need
    /// What is deleted by its end, of this and earlier steps.
    public var deletes: Need
    /// The calls that it makes, as in the API reference.
    public var calls: [String]
}

/// One test case of a standard: declared steps and their code.
public struct TestcaseOf<Subject: SCSCheck.Subject>: Sendable {
    /// The id, as the scope names it.
    public let id: String
    /// The depth at which it runs.
    public let depth: Depth
    /// The declared steps, in order.
    public let steps: [Step]
    /// The most that it holds at once.
    public let need: Need
    package let run: @Sendable (CheckContextOf<Subject>) async throws -> Void
    /// Whether recorded facts suffice to judge it, so that its outcome need not be recorded.
    package var judgesFactsAlone = false
    /// The facts that it is known to judge.
    package var facts: [any DeclaredFact<Subject>] = []
    /// Whether facts must be kept as the cloud's API gave them, for a program of others.
    package var needsDocuments = false
    /// The plug-in program that tests it; nil for a module in this program.
    package var program: TestingProgram?
    /// The program of others that calls the cloud for it, which users must allow.
    package var programCallingCloud: String?

    /// What users must allow before it can run, as a sentence; nil if nothing.
    package var cloudAccess: String? {
        programCallingCloud.map {
            "Calls the cloud with the run's token: needs \(InterfaceTerm.cloudAccess) \($0)."
        }
    }

    /// A test case that carries out `scenario`.
    public init<Output>(_ id: String, depth: Depth, _ scenario: ScenarioOf<Subject, Output>) {
        self.id = id
        self.depth = depth
        steps = scenario.steps
        need = Need.peak(of: scenario.steps)
        run = scenario.run
    }

    /// A test case whose steps are carried out by something else than a scenario.
    init(
        _ id: String, depth: Depth, steps: [Step],
        run: @escaping @Sendable (CheckContextOf<Subject>) async throws -> Void
    ) {
        self.id = id
        self.depth = depth
        self.steps = steps
        need = Need.peak(of: steps)
        self.run = run
    }
}
