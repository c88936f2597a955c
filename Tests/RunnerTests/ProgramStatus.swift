// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

@testable import SCSCheckCommand

extension Program {
    /// Runs a command line in this process as `main` does, and returns its exit status.
    ///
    /// Throws `CancellationError` if the test was cancelled, as the status would then say nothing.
    static func status(of arguments: [String]) async throws -> Int32 {
        do {
            var given = GivenArguments(arguments)
            var command = try given.command()
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
