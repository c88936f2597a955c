// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials
public import SCSSupport

/// What a run tests: a cloud as its customers see it, or anything else that has checks.
///
/// The framework plans, runs, journals and reports alike for every kind of subject. How checks talk
/// to it, and how resources are created and removed there, is up to the subject.
public protocol Subject: Sendable {
    /// Who acts in a check beside the run's own credential; cleaned up in the reverse order.
    associatedtype Persona: Hashable, Comparable, Sendable
    /// What must hold before a test case creates anything.
    associatedtype Prerequisite: SubjectPrerequisite where Prerequisite.Subject == Self
    /// One credential, with the resources that this run creates by it.
    associatedtype Account: SubjectAccount where Account.Subject == Self

    var clock: any Clock<Duration> { get }
    /// The current time, as the subject's services see it.
    var date: @Sendable () -> Date { get }
    /// The run's secrets, which no output may contain.
    var vault: SecretVault { get }

    /// The same subject, which reports each changing call to `note`, so that a log can be searched
    /// for it.
    func observed(byChange note: @escaping @Sendable (String) -> Void) -> Self
    /// What the quota leaves.
    func quotaBudget() async throws -> QuotaBudget
}

extension Subject {
    /// By default, no quota.
    public func quotaBudget() async throws -> QuotaBudget { .unlimited }
}

/// Something that must hold before a test case creates anything.
public protocol SubjectPrerequisite: Sendable, CustomStringConvertible {
    associatedtype Subject: SCSCheck.Subject

    /// Whether it is the quota, which the engine shares among test cases.
    var isQuota: Bool { get }
    /// Throws the finding that keeps test cases from running.
    ///
    /// `others` is the subject as other personas see it, as far as the run has their credentials.
    func check(
        _ subject: Subject, _ facts: FactStoreOf<Subject>, others: [Subject.Persona: Subject]
    ) async throws
}

/// One credential of a run: the subject as it sees it, and what was created with it.
public protocol SubjectAccount: Sendable {
    associatedtype Subject: SCSCheck.Subject

    var subject: Subject { get }

    /// Removes what was created under these journal numbers; returns the leftovers.
    func clean(
        _ numbers: Set<Int>, limit: Duration, onEvent: @escaping @Sendable (TrackerEvent) -> Void
    ) async -> [Leftover]

    /// Searches once more for everything that bears the run's name, after cleanup.
    ///
    /// `hasLeftovers`: whether something stayed, which may go once a copy of it has gone.
    func lastLook(limit: Duration, hasLeftovers: Bool) async -> LastLook
}

/// The result of a last look.
public struct LastLook: Sendable {
    /// The names of everything that was intended.
    public var names: Set<String> = []
    /// Those that still exist; nil if nothing was retried.
    public var left: Set<String>?
    /// What could not be removed, with its test case.
    public var leftovers: [(testcase: String?, leftover: Leftover)] = []
    /// What could not be determined, as sentences.
    public var unresolved: [(testcase: String?, sentence: String)] = []

    /// An empty result.
    public init() {}
}
