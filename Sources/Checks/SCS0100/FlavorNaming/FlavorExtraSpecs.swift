// SPDX-License-Identifier: Apache-2.0

extension FlavorName {
    /// The extra specs in SCS's name space that a flavor of this name carries.
    ///
    /// A disk whose type is not told counts as one on the network. Names come longest first, each
    /// as version 1 and as today's versions of the standard spell it.
    ///
    /// Standard: https://docs.scs.community/standards/scs-0103-v1-standard-flavors
    public var extraSpecs: [String: String] {
        var specs = ["scs:cpu-type": cpuType.extraSpec]
        // Nobody counts disks by the thousand; a name that does must not cost memory.
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
