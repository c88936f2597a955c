// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
public import SCSOpenStack

/// One test case of a standard for clouds.
public typealias Testcase = TestcaseOf<Cloud>
/// The steps of a test case for clouds.
public typealias Scenario<Output: Sendable> = ScenarioOf<Cloud, Output>
/// One test case's view of a run against a cloud.
public typealias CheckContext = CheckContextOf<Cloud>
/// Something about a cloud that test cases judge.
public typealias Fact<Value: Sendable> = FactOf<Cloud, Value>
/// The facts about a cloud, each read once.
public typealias FactStore = FactStoreOf<Cloud>
/// Checks of clouds with the descriptions of their standards.
public typealias CheckCollection = CheckCollectionOf<Cloud>
package typealias CheckRegistry = CheckRegistryOf<Cloud>
package typealias Plan = PlanOf<Cloud>
package typealias Engine = EngineOf<Cloud>

extension Cloud: Subject {
    /// Who else acts in checks of a cloud.
    public typealias Persona = SCSCheck.Persona
    /// The prerequisites of cloud checks.
    public typealias Prerequisite = SCSCheck.Prerequisite
    /// One credential, with the resources that this run creates by it.
    public typealias Account = SCSCheck.Account

    /// The same cloud, which reports each change to `note` with its request id.
    public func observed(byChange note: @escaping @Sendable (String) -> Void) -> Cloud {
        observed { call in
            guard call.method != .get, let id = call.requestID else { return }
            let path =
                call.url.split(separator: "/", maxSplits: 2).last.map { "/" + $0 } ?? call.url
            note("\(call.method.rawValue) \(path): \(id)")
        }
    }

    /// What Block Storage's quota leaves.
    public func quotaBudget() async throws -> QuotaBudget {
        QuotaBudget(try await blockStorage.quota())
    }
}

extension EngineOf where Subject == Cloud {
    package init(
        cloud: Cloud, accounts: [Persona: Account] = [:], plan: Plan, tracker: ResourceTracker,
        facts: FactStore? = nil, settings: CheckSettings,
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.init(
            account: Account(cloud: cloud, tracker: tracker), accounts: accounts, plan: plan,
            facts: facts, settings: settings, onEvent: onEvent)
    }
}

extension CheckContextOf where Subject == Cloud {
    /// The cloud as the acting persona sees it, read-only.
    public var cloud: Cloud { subject }

    var tracker: ResourceTracker { account.tracker }

    /// The same test case as another persona; throws an ABORT if the run has no credential of it.
    public func acting(as persona: Persona) throws -> CheckContext {
        try needsCloud(for: "what \(persona.title) can do")
        guard let context = acting(persona) else {
            throw persona.absence
        }
        return context
    }

    /// Creates a resource, journalled and tracked; returns once the cloud has accepted it.
    ///
    /// `witness` searches for it if its creator may not.
    public func create<R>(
        _ draft: Draft<R>, seenBy witness: CheckContext? = nil
    ) async throws -> Owned<R> {
        try await tracker.create(
            draft, in: cloud, seenBy: witness?.cloud, for: testcase.id, onIntend: remember
        ) { [id = testcase.id, onEvent] event in
            onEvent(.tracked(testcase: id, event))
        }
    }

    /// Creates a resource and waits until it is ready.
    public func make<R>(_ draft: Draft<R>) async throws -> Owned<R> {
        let owned = try await create(draft)
        try await wait(for: owned)
        return owned
    }
}

extension QuotaBudget {
    /// What the project's Block Storage quota leaves.
    init(_ quota: QuotaSet) {
        self.init { name in
            guard let figure = try quota.figure(name), let left = figure.left else { return nil }
            return Figure(left: left, limit: "\(figure.limit)", taken: "\(figure.taken)")
        }
    }
}
