// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSOpenStack
package import SCSSupport

/// Something about a subject that test cases judge; a run reads it once.
public struct FactOf<Subject: SCSCheck.Subject, Value: Sendable>: Sendable {
    /// Its key in a file of recorded facts: `flavors`.
    public let name: String
    /// The calls that read it, as in the API reference.
    let calls: [String]
    let read: @Sendable (Subject, FactRecording?) async throws -> Value
    let recorded: @Sendable (any FactRecord) -> Result<Value, any Error>?
}

/// Facts that an earlier run recorded.
package protocol FactRecord: Sendable {
    /// When they were read; nil if the file does not say.
    var recordedAt: Date? { get }
    /// A fact as its API gave it; nil where the file does not hold it so.
    func document(of name: String) throws -> JSON?
}

extension FactRecord {
    package func document(of name: String) throws -> JSON? { nil }
}
