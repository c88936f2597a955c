// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSOpenStack
import SCSSupport

/// Something about a subject that test cases judge; a run reads it once.
///
/// A value beside the check that judges it: `static let zones = Fact("zones", "…") { cloud in … }`.
public struct FactOf<Subject: SCSCheck.Subject, Value: Sendable>: Sendable {
    /// Its key in a record, of lower-case letters, digits and underscores: `flavors`.
    public let name: String
    /// What it is, as a sentence.
    public let summary: String
    /// The calls that read it, as in the API reference.
    public let calls: [String]
    /// Where it is declared: two facts are one if they are declared in one place.
    public let declaration: String
    let read: @Sendable (Subject, FactRecording?) async throws -> Value
    /// Nil if the record lacks it.
    let recorded: @Sendable (RecordedFacts) -> Result<Value, any Error>?
    /// Its value as a plug-in program gets it; nil: as the API sent it.
    let document: (@Sendable (Value) throws -> JSON)?

    /// A fact that is recorded as its API sends it, by `read` itself.
    package init(
        asSent name: String, _ summary: String, calls: [String], fileID: String = #fileID,
        line: Int = #line,
        read: @escaping @Sendable (Subject, FactRecording?) async throws -> Value,
        recorded: @escaping @Sendable (RecordedFacts) -> Result<Value, any Error>?
    ) {
        self.name = name
        self.summary = summary
        self.calls = calls
        declaration = "\(fileID):\(line)"
        self.read = read
        self.recorded = recorded
        document = nil
    }

    fileprivate init(
        _ name: String, _ summary: String, _ calls: [String], _ declaration: String,
        read: @escaping @Sendable (Subject, FactRecording?) async throws -> Value,
        recorded: @escaping @Sendable (RecordedFacts) -> Result<Value, any Error>?,
        document: @escaping @Sendable (Value) throws -> JSON
    ) {
        self.name = name
        self.summary = summary
        self.calls = calls
        self.declaration = declaration
        self.read = read
        self.recorded = recorded
        self.document = document
    }
}

extension FactOf where Value: Codable {
    /// A fact that `read` reads, and that is recorded as its value's JSON.
    ///
    /// A record holds no secrets: a value that has one must not encode it. `read` throws what keeps
    /// test cases from judging; nil and empty values are facts.
    public init(
        _ name: String, _ summary: String, calls: [String] = [], fileID: String = #fileID,
        line: Int = #line, read: @escaping @Sendable (Subject) async throws -> Value
    ) {
        self.init(
            name, summary, calls: calls, fileID: fileID, line: line, read: read,
            recorded: { $0.value(name, as: Value.self) })
    }

    /// The same, where a record may have it in other forms, too.
    package init(
        _ name: String, _ summary: String, calls: [String], fileID: String = #fileID,
        line: Int = #line, read: @escaping @Sendable (Subject) async throws -> Value,
        recorded: @escaping @Sendable (RecordedFacts) -> Result<Value, any Error>?
    ) {
        self.init(
            name, summary, calls, "\(fileID):\(line)",
            read: { subject, recording in
                let value = try await read(subject)
                try recording?.keep(name, value)
                return value
            }, recorded: recorded,
            document: { try JSON.parse(try JSONWriter.line($0)) })
    }
}

/// A fact of any type.
public protocol DeclaredFact<Subject>: Sendable {
    /// What it is about, such as `Cloud`.
    associatedtype Subject: SCSCheck.Subject
    /// What test cases judge.
    associatedtype Value: Sendable

    /// Its key in a record: `flavors`.
    var name: String { get }
    /// What it is, as a sentence.
    var summary: String { get }
    /// The calls that read it, as in the API reference.
    var calls: [String] { get }
    /// Where it is declared.
    var declaration: String { get }
    /// The fact with its type.
    var fact: FactOf<Subject, Value> { get }
}

extension FactOf: DeclaredFact {
    /// The fact itself.
    public var fact: FactOf { self }
}
