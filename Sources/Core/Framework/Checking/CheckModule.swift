// SPDX-License-Identifier: Apache-2.0

/// A standard as a module: what it presumes, and the test cases that judge a subject by it.
public protocol CheckModule<Subject>: Sendable {
    /// What it tests: `Cloud`, as its test cases say.
    associatedtype Subject: SCSCheck.Subject

    /// The standard's id: `scs-0117`.
    var standard: String { get }
    /// What must hold before any of its test cases can judge.
    var prerequisites: [Subject.Prerequisite] { get }
    /// How each requirement is tested.
    var testcases: [TestcaseOf<Subject>] { get }
    /// Small worlds with known verdicts: documentation and tests at once.
    var examples: [Example] { get }
    /// Cleans up after each of its test cases what no `create` knows of; hardly ever needed.
    ///
    /// It runs also where the test case failed or the run was interrupted, before resources are removed.
    func cleanUp(_ context: CheckContextOf<Subject>) async throws
}

extension CheckModule {
    /// By default, no examples.
    public var examples: [Example] { [] }
    /// By default, nothing is to be cleaned up.
    public func cleanUp(_ context: CheckContextOf<Subject>) async throws {}
}
