// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

@testable import SCSCheckCommand

extension Program {
    /// The command of a line, as `main` reads it.
    static func command(_ arguments: [String]) throws -> any ParsableCommand {
        var given = GivenArguments(arguments)
        return try given.command()
    }

    /// Runs a command line in this process as `main` does, and returns its exit status.
    ///
    /// Throws `CancellationError` if the test was cancelled, as the status would then say nothing.
    static func status(of arguments: [String]) async throws -> Int32 {
        do {
            var command = try command(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            try Task.checkCancellation()
            return status(for: error).rawValue
        }
    }
}
