// SPDX-License-Identifier: Apache-2.0

extension FlavorName {
    /// The extra specs in SCS's namespace for a flavor of this name.
    ///
    /// A disk of unknown type counts as network storage. Names come longest first, each in the
    /// spelling of version 1 and of today's versions of the standard.
    ///
    /// Standard: https://docs.scs.community/standards/scs-0103-v1-standard-flavors
    public var extraSpecs: [String: String] {
        var specs = ["scs:cpu-type": cpuType.extraSpec]
        // A name with an absurd number of disks must not cost memory.
        for index in 0..<min(disk?.count ?? 0, 1000) {
            specs["scs:disk\(index)-type"] = (disk?.type ?? .network).extraSpec
        }
        let short = shortened
        var names = [firstSpelling, description]
        if short.description != description { names += [short.firstSpelling, short.description] }
        for (index, name) in names.enumerated() { specs["scs:name-v\(index + 1)"] = name }
        return specs
    }
}
