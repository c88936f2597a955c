// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSHandover

/// The file that keeps runs of many nights.
struct HistoryFile: Sendable {
    let path: String

    /// Creates or tests the file before a run starts; throws an error of a command.
    init(_ path: String) throws {
        self.path = path
        _ = try Self.open(path, creates: true)
    }

    /// Opens a history; throws an error of a command.
    static func open(_ path: String, creates: Bool = false) throws -> History {
        do {
            return try History.open(path, creates: creates)
        } catch {
            throw error.asCommandError
        }
    }

    /// Adds the run; returns false, with a sentence for the user, if it cannot be kept.
    func keep(_ report: Report, telling tell: (String) -> Void = Console.tell) -> Bool {
        do {
            _ = try History.open(path, creates: true).add(report)
            return true
        } catch {
            tell("The run is not in the history: \(error)")
            return false
        }
    }
}
