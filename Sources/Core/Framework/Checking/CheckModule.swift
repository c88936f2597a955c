// SPDX-License-Identifier: Apache-2.0

/// A standard as a module: its prerequisites, and the test cases that judge a subject by it.
public protocol CheckModule<Subject>: Sendable {
    /// What the module tests, such as `Cloud`.
    associatedtype Subject: SCSCheck.Subject

    /// The standard's id: `scs-0117`.
    var standard: String { get }
    /// What must hold before any of its test cases can judge.
    var prerequisites: [Subject.Prerequisite] { get }
    /// How each requirement is tested.
    var testcases: [TestcaseOf<Subject>] { get }
    /// What users may set.
    var parameters: [any DeclaredParameter] { get }
    /// Facts that its scenarios read; those that `.judging` names need no mention.
    var facts: [any DeclaredFact<Subject>] { get }
    /// Whose credentials its test cases use beside the run's own.
    var personas: [Subject.Persona] { get }
    /// Small worlds with known verdicts: documentation and tests at once.
    var examples: [Example] { get }
    /// Cleans up after each test case what no `create` has journalled; hardly ever needed.
    ///
    /// Also runs after a failure or an interruption, before the run's resources are removed.
    func cleanUp(_ context: CheckContextOf<Subject>) async throws
}

extension CheckModule {
    /// By default, none.
    public var parameters: [any DeclaredParameter] { [] }
    /// By default, none.
    public var facts: [any DeclaredFact<Subject>] { [] }
    /// By default, none.
    public var personas: [Subject.Persona] { [] }
    /// By default, no examples.
    public var examples: [Example] { [] }
    /// By default, nothing to clean up.
    public func cleanUp(_ context: CheckContextOf<Subject>) async throws {}
}

extension CheckModule {
    /// The facts that it declares or is known to judge, each once.
    package var allFacts: [any DeclaredFact<Subject>] {
        (facts + testcases.flatMap(\.facts)).uniqueFacts()
    }
}

extension Array {
    /// Each fact once, by name; the first counts.
    package func uniqueFacts<Subject>() -> [any DeclaredFact<Subject>]
    where Element == any DeclaredFact<Subject> {
        var seen: Set<String> = []
        return filter { seen.insert($0.name).inserted }
    }
}
