// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSHandover

/// What can go wrong beside wrong usage when a verdict is handed over.
enum HandoverFailure {
    /// Runs `body`; its failure becomes a sentence on standard error and exit status 2.
    static func telling<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error where sentence(error) != nil {
            Console.tell(sentence(error) ?? "")
            throw ExitCode(2)
        } catch is CancellationError {
            throw ExitCode(130)
        }
    }

    /// The error in words; nil if it is none of those that a hand-over meets.
    static func sentence(_ error: any Error) -> String? {
        switch error {
        case let error as SigningError: error.description
        case let error as MonitorError: error.description
        case let error as PrivateFile.Unwritten: error.description
        case let error as Finding: error.description
        case let error as AccessError: error.description
        case let error as MonitorReport.NoScope: error.description
        default: nil
        }
    }
}
