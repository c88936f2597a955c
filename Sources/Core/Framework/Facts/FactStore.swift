// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
package import SCSOpenStack
import SCSSupport

/// Gives each fact to all who ask and reads it once; a failure is remembered for all of them.
public actor FactStoreOf<Subject: SCSCheck.Subject> {
    private enum Source {
        case subject(Subject, FactRecording?)
        case recorded(any FactRecord)
    }

    private let source: Source
    /// When the facts were true: what judgements take for the present.
    nonisolated let date: @Sendable () -> Date
    private var flights: [String: Task<any Sendable, any Error>] = [:]

    /// Reads from `subject`, and keeps what was read in `recording`.
    package init(reading subject: Subject, recording: FactRecording? = nil) {
        source = .subject(subject, recording)
        date = subject.date
    }

    /// Takes facts from a file; `date` counts where the file does not tell its own.
    package init(recorded: any FactRecord, orElse date: Date) {
        source = .recorded(recorded)
        let date = recorded.recordedAt ?? date
        self.date = { date }
    }

    /// Whether there is no subject, only what was recorded of one.
    nonisolated var isRecorded: Bool {
        if case .recorded = source { true } else { false }
    }

    /// Whether it can be asked for: of a subject always, of a file where the file holds it.
    func holds<Value>(_ fact: FactOf<Subject, Value>) -> Bool {
        switch source {
        case .subject: true
        case .recorded(let facts): fact.recorded(facts) != nil
        }
    }

    /// The fact's value; throws what kept it from being read.
    func value<Value>(_ fact: FactOf<Subject, Value>) async throws -> Value {
        try await value(named: fact.name) { [source] in try await Self.read(fact, from: source) }
    }

    /// The value of that name, from `body` when nobody has asked before.
    func value<Value: Sendable>(
        named name: String, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task: Task<any Sendable, any Error>
        if let flight = flights[name] {
            task = flight
        } else {
            task = Task { try await body() }
            flights[name] = task
        }
        let value = try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
        guard let value = value as? Value else {
            throw Finding(.internal, "Two facts are called \(name).")
        }
        return value
    }

    /// A list as the cloud's API gave it, read as the fact is; null where the cloud has no such list.
    func document<Value>(_ fact: FactOf<Subject, Value>) async throws -> JSON {
        _ = try await value(fact)
        return try await value(named: "document \(fact.name)") { [source] in
            switch source {
            case .subject(_, let recording?): try recording.document(of: fact.name) ?? .null
            case .subject(_, nil):
                throw Finding(.internal, "The \(fact.displayName) were not kept as they came.")
            case .recorded(let facts): try facts.document(of: fact.name) ?? .null
            }
        }
    }

    /// Writes a fact down that a test case found out in a way of its own.
    func keep(_ name: String, _ value: some Encodable & Sendable) throws {
        if case .subject(_, let recording?) = source { try recording.keep(name, value) }
    }

    private static func read<Value>(_ fact: FactOf<Subject, Value>, from source: Source)
        async throws -> Value
    {
        switch source {
        case .subject(let subject, let recording):
            return try await fact.read(subject, recording)
        case .recorded(let facts):
            guard let value = fact.recorded(facts) else {
                throw Finding(.notRecorded, "The \(fact.displayName) were not recorded.")
            }
            return try value.get()
        }
    }
}
