// SPDX-License-Identifier: Apache-2.0

/// How programs that a scope names are called; nil: not at all.
package struct ProgramSettings: Sendable {
    /// Values of the scope's variables.
    package var variables: [String: String]
    /// The folder that the scope's paths start from.
    package var folder: String
    /// What they find in their environment, besides what the scope gives them.
    package var environment: [String: String]
    package var timeLimit: Duration
    /// The real time, whatever the cloud's: a program's seconds are those of this machine.
    package var clock: any Clock<Duration>

    package init(
        variables: [String: String], folder: String, environment: [String: String],
        timeLimit: Duration, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.variables = variables
        self.folder = folder
        self.environment = environment
        self.timeLimit = timeLimit
        self.clock = clock
    }
}
