// SPDX-License-Identifier: Apache-2.0

/// A flavor of SCS-0103, derived from its name.
struct StandardFlavor: Sendable {
    let name: String
    let cpus: Int64
    /// In GiB.
    let memory: Int64
    /// In GB; 0 for none.
    let disk: Int64
    let cpuType: String
    let diskType: String?

    /// Reads the part after `SCS-`, such as `4V-16-100s`.
    init(_ short: String) {
        name = "SCS-" + short
        let parts = short.split(separator: "-").map(String.init)
        cpus = Self.number(parts[0])
        memory = Self.number(parts.count > 1 ? parts[1] : "")
        disk = Self.number(parts.count > 2 ? parts[2] : "")
        cpuType = parts[0].hasSuffix("L") ? "crowded-core" : "shared-core"
        diskType = disk == 0 ? nil : short.hasSuffix("s") ? "ssd" : "network"
    }

    private static func number(_ text: String) -> Int64 {
        Int64(text.prefix(while: \.isNumber)) ?? 0
    }

    /// The extra specs of a flavor that conforms to SCS-0103 and SCS-0101.
    var extraSpecs: [String: String] {
        var specs = [
            "scs:name-v1": "SCS-" + name.dropFirst("SCS-".count).replacing("-", with: ":"),
            "scs:name-v2": name, "scs:cpu-type": cpuType, "hw_rng:allowed": "True",
        ]
        specs["scs:disk0-type"] = diskType
        return specs
    }

    /// The mandatory flavors, then the recommended ones.
    static let all = (mandatory + recommended).map(StandardFlavor.init)

    private static let mandatory = [
        "1V-4", "2V-8", "4V-16", "8V-32", "1V-2", "2V-4", "4V-8", "8V-16", "16V-32", "1V-8",
        "2V-16", "4V-32", "1L-1", "2V-4-20s", "4V-16-100s",
    ]

    private static let recommended = [
        "1V-4-10", "2V-8-20", "4V-16-50", "8V-32-100", "1V-2-5", "2V-4-10", "4V-8-20", "8V-16-50",
        "16V-32-100", "1V-8-20", "2V-16-50", "4V-32-100", "1L-1-5", "16V-64", "8V-64", "16V-128",
    ]
}
