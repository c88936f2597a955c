// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet
import SCSHandover

/// Why a command cannot do its work although its command line is right: exit status 2.
///
/// A file cannot be read or is damaged, a disk is full. 1 would mean that a requirement was disproved.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    init(because error: any Error) {
        self.init(error.formatted)
    }
}

extension Error {
    /// The error as commands throw it: wrong usage, unless it lies with the machine or with a damaged file.
    var asCommandError: any Error {
        switch self {
        case is ValidationError, is ExitCode, is CleanExit, is CommandFailure, is Console.Unwritten:
            self
        case let error as PrivateFile.Unwritten where error.isRefused:
            ValidationError(error.description)
        case let error as HistoryError where !error.isDamage: ValidationError(error.description)
        case is PrivateFile.Unwritten, is HistoryError, is EvidenceError, is CocoaError,
            is JSONReport.Unreadable, is MatrixJSON.Unreadable, is RecordedFacts.Unreadable:
            CommandFailure(because: self)
        default: ValidationError(because: self)
        }
    }
}

extension Program {
    /// The exit status for an error that ends a command.
    static func status(for error: any Error) -> ExitCode {
        switch error {
        case let status as ExitCode: return status
        case is CancellationError: return ExitCode(130)
        default:
            let status = exitCode(for: error)
            // The parser's status for all errors that it does not know, which here means FAIL.
            return status == .failure ? ExitCode(2) : status
        }
    }
}
