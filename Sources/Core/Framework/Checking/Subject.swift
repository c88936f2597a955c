// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials
public import SCSSupport

/// What a run tests: a cloud as its customers reach it, or whatever else has checks.
///
/// The framework plans, runs, journals and reports alike for every kind of subject; what a check says to
/// its subject, and how resources are created and removed there, is the subject's own.
public protocol Subject: Sendable {
    /// Who else acts in a check, beside the run's own credential; in the order in which they create.
    associatedtype Persona: Hashable, Sendable, CaseIterable
    where Persona.AllCases: BidirectionalCollection
    /// What must hold before a test case creates anything.
    associatedtype Prerequisite: SubjectPrerequisite where Prerequisite.Subject == Self
    /// One credential, with what this run creates by it.
    associatedtype Account: SubjectAccount where Account.Subject == Self

    var clock: any Clock<Duration> { get }
    /// The present, as the subject's services see it.
    var date: @Sendable () -> Date { get }
    /// The secrets of the run, which nothing that goes out may hold.
    var vault: SecretVault { get }

    /// The same subject, which tells `note` of each call that changed something: how to find it in a log.
    func observed(byChange note: @escaping @Sendable (String) -> Void) -> Self
    /// What is left of the quota that test cases count against.
    func quotaBudget() async throws -> QuotaBudget
}

extension Subject {
    /// No quota counts anything.
    public func quotaBudget() async throws -> QuotaBudget { .unlimited }
}

/// Something that must hold before a test case creates anything.
public protocol SubjectPrerequisite: Sendable, CustomStringConvertible {
    associatedtype Subject: SCSCheck.Subject

    /// Whether it is the quota, which the engine shares out among test cases.
    var isQuota: Bool { get }
    /// Throws what keeps test cases from running.
    func check(_ subject: Subject, _ facts: FactStoreOf<Subject>) async throws
}

/// One credential of a run: its subject as that credential sees it, and what was created by it.
public protocol SubjectAccount: Sendable {
    associatedtype Subject: SCSCheck.Subject

    var subject: Subject { get }

    /// Removes what was created under these numbers; returns what stays.
    func clean(
        _ numbers: Set<Int>, limit: Duration, onEvent: @escaping @Sendable (TrackerEvent) -> Void
    ) async -> [Leftover]

    /// Looks once more at everything that bears the run's name, after all was removed.
    ///
    /// `hasLeftovers`: whether something stayed, which may go once a copy of it has gone.
    func lastLook(limit: Duration, hasLeftovers: Bool) async -> LastLook
}

/// What a last look found.
public struct LastLook: Sendable {
    /// The names of everything that was ever to be created.
    public var names: Set<String> = []
    /// Those of them that are still there; nil where nothing was tried again.
    public var left: Set<String>?
    /// What could not be removed, by the test case that it belongs to.
    public var leftovers: [(testcase: String?, leftover: Leftover)] = []
    /// What nobody knows, as sentences.
    public var unresolved: [(testcase: String?, sentence: String)] = []

    /// Nothing was found.
    public init() {}
}
