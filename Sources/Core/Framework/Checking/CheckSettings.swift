// SPDX-License-Identifier: Apache-2.0

/// What a run may be told about how to test.
public struct CheckSettings: Sendable {
    /// The longest that one operation of the cloud may take.
    public var timeLimit: Duration = .seconds(1800)
    /// Bytes in what the cloud calls a GiB; a simulated cloud may have smaller ones.
    public var gibibyte: Int64 = 1 << 30
    /// How much of what comes back is read and compared.
    public var readBack = ReadBack.sample
    /// The name of the image that a guest boots; nil: the newest Debian or Ubuntu on offer.
    public var guestImage: String?
    /// Where a guest gets packages from that its image lacks; nil: as the image is configured.
    public var packageMirror: String?
    /// The role that a domain's manager may give to others.
    public var managedRole = "member"
    /// Where pseudo-random content starts from, new for each run.
    public var seed: UInt64

    /// What programs of others may have of the run.
    package var pluginAccess = PluginAccess()

    /// What advice may tell an operator to choose.
    public enum Option: String, Sendable, CaseIterable {
        case guestImage = "the guest image"
        case packageMirror = "the package mirror"
        case managedRole = "the managed role"
    }

    /// What whoever starts the run calls its options, such as `--guest-image NAME`.
    public var optionNames: [Option: String] = [:]

    /// Default settings with this seed for data.
    public init(seed: UInt64) {
        self.seed = seed
    }

    /// How advice refers to an option.
    public func name(of option: Option) -> String { optionNames[option] ?? option.rawValue }
}
