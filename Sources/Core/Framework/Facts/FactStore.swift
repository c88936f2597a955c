// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSHTTP
package import SCSOpenStack
import SCSSupport

/// Reads each fact once for all test cases; a failure is remembered too.
public final class FactStoreOf<Subject: SCSCheck.Subject>: Sendable {
    private enum Source: Sendable {
        case subject(Subject, FactRecording?)
        case recorded(RecordedFacts)
    }

    private let source: Source
    /// When the facts were read: the current time for judgements.
    let date: @Sendable () -> Date
    private let reads = SingleFlight<String, any Sendable>()

    /// Reads from `subject`, and records what was read in `recording`.
    package init(reading subject: Subject, recording: FactRecording? = nil) {
        source = .subject(subject, recording)
        date = subject.date
    }

    /// Takes facts from a file; `date` applies if the file has none.
    package init(recorded: RecordedFacts, orElse date: Date) {
        source = .recorded(recorded)
        let date = recorded.recordedAt ?? date
        self.date = { date }
    }

    /// Whether there are only recorded facts and no subject.
    var isRecorded: Bool {
        if case .recorded = source { true } else { false }
    }

    /// Whether the fact is available: always from a subject, from a file if it holds it.
    func holds<Value>(_ fact: FactOf<Subject, Value>) -> Bool {
        switch source {
        case .subject: true
        case .recorded(let facts): fact.recorded(facts) != nil
        }
    }

    /// Reads a fact, for a record.
    package func read<Value>(_ fact: FactOf<Subject, Value>) async throws -> Value {
        try await value(fact)
    }

    /// The fact's value; throws the error that prevented its reading.
    func value<Value>(_ fact: FactOf<Subject, Value>) async throws -> Value {
        if case .subject(_, let recording?) = source, let testcase = CallOrigin.current?.testcase {
            recording.note(use: fact.name, by: testcase)
        }
        return try await value(named: fact.name) { [source] in
            try await Self.read(fact, from: source)
        }
    }

    /// The value of that name, read by `body` at the first request.
    func value<Value: Sendable>(
        named name: String, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let value = try await reads.value(name, body) as? Value else {
            throw Finding(.internal, "Two facts are called \(name).")
        }
        return value
    }

    /// A list as the cloud's API gave it, read as the fact is; null where the cloud has no such list.
    func document<Value>(_ fact: FactOf<Subject, Value>) async throws -> JSON {
        let read = try await value(fact)
        if let document = fact.document { return try document(read) }
        return try await value(named: "document \(fact.name)") { [source] in
            switch source {
            case .subject(_, let recording?): try recording.document(of: fact.name) ?? .null
            case .subject(_, nil):
                throw Finding(.internal, "The \(fact.displayName) were not kept as they came.")
            case .recorded(let facts): try facts.document(of: fact.name) ?? .null
            }
        }
    }

    /// Records a fact that a test case determined in its own way.
    func keep(_ name: String, _ value: some Encodable & Sendable) throws {
        if case .subject(_, let recording?) = source { try recording.keep(name, value) }
    }

    private static func read<Value>(_ fact: FactOf<Subject, Value>, from source: Source)
        async throws -> Value
    {
        switch source {
        case .subject(let subject, let recording):
            // Of a read that everybody left, pages may be there.
            recording?.discard(fact.name)
            return try await CallOrigin.$current.withValue(.fact(fact.name)) {
                try await fact.read(subject, recording)
            }
        case .recorded(let facts):
            guard let value = fact.recorded(facts) else {
                throw Finding(.notRecorded, "The \(fact.displayName) were not recorded.")
            }
            return try value.get()
        }
    }
}
