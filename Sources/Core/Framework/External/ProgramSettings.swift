// SPDX-License-Identifier: Apache-2.0

/// How to run external programs of a scope; nil: not at all.
package struct ProgramSettings: Sendable {
    /// Values of the scope's variables.
    package var variables: [String: String]
    /// The folder that the scope's paths are relative to.
    package var folder: String
    /// Their environment, beside what the scope adds.
    package var environment: [String: String]
    package var timeLimit: Duration
    /// The real clock, even for a simulated cloud: programs run in this machine's time.
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
