// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSOpenStack
package import SCSSupport

/// Something about a subject that test cases judge: a run reads it once, for all of them.
public struct FactOf<Subject: SCSCheck.Subject, Value: Sendable>: Sendable {
    /// Its key in a file of recorded facts: `flavors`.
    public let name: String
    /// The calls that reading it takes, as the API reference names them.
    let calls: [String]
    let read: @Sendable (Subject, FactRecording?) async throws -> Value
    let recorded: @Sendable (any FactRecord) -> Result<Value, any Error>?
}

/// Facts that an earlier run wrote down.
package protocol FactRecord: Sendable {
    /// When they were true; nil where the file does not tell it.
    var recordedAt: Date? { get }
    /// A fact as its API gave it; nil where the file does not hold it so.
    func document(of name: String) throws -> JSON?
}

extension FactRecord {
    package func document(of name: String) throws -> JSON? { nil }
}
