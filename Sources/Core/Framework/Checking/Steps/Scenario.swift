// SPDX-License-Identifier: Apache-2.0

/// Steps in order; each takes what the previous one returned.
public struct ScenarioOf<Subject: SCSCheck.Subject, Output: Sendable>: Sendable {
    let steps: [Step]
    let body: @Sendable (CheckContextOf<Subject>) async throws -> Output

    /// Appends a step that prepares: an error in it is an ABORT.
    public func step<Next: Sendable>(
        _ title: String, creates: Need = .nothing, deletes: Need = .nothing,
        calls: [String] = [],
        _ body: @escaping @Sendable (CheckContextOf<Subject>, Output) async throws -> Next
    ) -> ScenarioOf<Subject, Next> {
        appending(
            Step(title: title, role: .prepare, creates: creates, deletes: deletes, calls: calls),
            body)
    }

    /// Appends a step that judges: a refusal or an error state in it is a FAIL.
    public func require<Next: Sendable>(
        _ title: String, creates: Need = .nothing, deletes: Need = .nothing,
        calls: [String] = [],
        _ body: @escaping @Sendable (CheckContextOf<Subject>, Output) async throws -> Next
    ) -> ScenarioOf<Subject, Next> {
        appending(
            Step(title: title, role: .require, creates: creates, deletes: deletes, calls: calls),
            body)
    }

    private func appending<Next: Sendable>(
        _ step: Step,
        _ next: @escaping @Sendable (CheckContextOf<Subject>, Output) async throws -> Next
    ) -> ScenarioOf<Subject, Next> {
        let index = steps.count
        return ScenarioOf<Subject, Next>(steps: steps + [step]) { [body] context in
            let output = try await body(context)
            return try await context.carryOut(index) { try await next(context, output) }
        }
    }
}

/// Thrown by a step that finds nothing to test: the requirement is met, and no later step runs.
public struct NothingToTest: Error {
    /// The reason, as a sentence for the report.
    let explanation: String

    /// Ends a scenario early, with the explanation for the report.
    public init(_ explanation: String) {
        self.explanation = explanation
    }
}

extension ScenarioOf {
    /// Carries out the steps, up to one that finds nothing to test.
    func run(_ context: CheckContextOf<Subject>) async throws {
        do {
            _ = try await body(context)
        } catch let ending as NothingToTest {
            context.note(ending.explanation)
        }
    }
}

extension ScenarioOf where Output == Void {
    /// A scenario without steps yet.
    public init() {
        self.init(steps: []) { _ in }
    }
}
