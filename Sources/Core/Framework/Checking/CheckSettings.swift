// SPDX-License-Identifier: Apache-2.0

/// How a run tests.
public struct CheckSettings: Sendable {
    /// The time limit of one operation of the cloud.
    public var timeLimit: Duration = .seconds(1800)
    /// Bytes in what the cloud calls a GiB; a simulated cloud may have smaller ones.
    public var gibibyte: Int64 = 1 << 30
    /// How much of the returned data is read and compared.
    public var readBack = ReadBack.sample
    /// What users set for the parameters of checks.
    public var parameters = ParameterValues()
    /// The seed of pseudo-random content, new for each run.
    public var seed: UInt64

    /// What plug-in programs may have of the run.
    package var pluginAccess = PluginAccess()

    /// Default settings with this seed for data.
    public init(seed: UInt64) {
        self.seed = seed
    }
}
