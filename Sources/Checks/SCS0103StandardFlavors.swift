// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// The flavors that every cloud offers.
///
/// Standard: https://docs.scs.community/standards/scs-0103-v1-standard-flavors
package struct SCS0103StandardFlavors: CheckModule {
    package let standard = "scs-0103"
    /// The name of the flavor that each test case requires, by scs-0100.
    private let requirements: [Requirement]

    private struct Requirement: Sendable {
        let testcase: String
        let flavor: String
        /// The name's parts.
        let parts: FlavorName
    }

    /// Reads the flavors of the test cases.
    package init(_ standard: StandardDescription) throws(YAMLError) {
        var requirements: [Requirement] = []
        for entry in standard.testcases where !entry.isManual {
            try entry.policy.check(allows: ["flavor"])
            let name = try entry.policy.required("flavor")
            requirements.append(
                Requirement(
                    testcase: entry.id, flavor: try name.string(), parts: try name.flavorName()))
        }
        self.requirements = requirements
    }

    package var testcases: [Testcase] {
        requirements.map { requirement in
            .judging(
                requirement.testcase, .flavors,
                "there is a flavor \(requirement.flavor) with the required properties",
                advice:
                    "Create the flavor, or correct its extra specs: openstack flavor set --property …"
            ) { try Self.judge($0, requirement, &$1) }
        }
    }

    package var examples: [Example] {
        [
            Example(
                "A flavor with the right extra spec, whatever its name",
                facts: Self.facts("standard.4-16", disk: 100, diskType: "ssd"),
                verdicts: [
                    "scs-0103-flavor-4v-16-100s": .pass, "scs-0103-flavor-1l-1": .fail,
                ]),
            Example(
                "A disk whose type differs from the name",
                facts: Self.facts("standard.4-16", disk: 100, diskType: "network"),
                verdicts: ["scs-0103-flavor-4v-16-100s": .fail]),
            Example(
                "A disk that is larger than the name says",
                facts: Self.facts("standard.4-16", disk: 120, diskType: "ssd"),
                verdicts: ["scs-0103-flavor-4v-16-100s": .fail]),
        ]
    }

    private static func facts(_ name: String, disk: Int, diskType: String) -> String {
        """
        {"flavors": [{"name": "\(name)", "vcpus": 4, "ram": 16384, "disk": \(disk), "extra_specs": {
          "scs:cpu-type": "shared-core", "scs:disk0-type": "\(diskType)",
          "scs:name-v1": "SCS-4V:16:100s", "scs:name-v2": "SCS-4V-16-100s"}}]}
        """
    }
}

extension SCS0103StandardFlavors {
    private static let nameKey = "scs:name-v2"
    private static let diskTypeKey = "scs:disk0-type"

    private static func judge(
        _ flavors: [Flavor], _ requirement: Requirement, _ judgement: inout Judgement
    ) throws {
        let name = requirement.flavor
        if let silent = flavors.first(where: { $0.extraSpecs == nil }) {
            throw Finding(
                .notApplicable,
                "The extra specs of the flavor \(silent.name) were not recorded; it may be the one.",
                advice: "Record the flavors again.")
        }
        // Flavors with the extra spec must match it; if there are none, those with the name.
        // By index: this runs for each required flavor, and copies would take most of the time.
        var claimants = flavors.indices.filter { flavors[$0].extraSpecs?[nameKey] == name }
        if claimants.isEmpty { claimants = flavors.indices.filter { flavors[$0].name == name } }
        if claimants.isEmpty {
            judgement.violation(
                "No flavor has the extra spec \(nameKey)=\(name) or is called \(name) "
                    + "(\(flavors.count.counted("flavor")) checked).")
        }
        for flavor in claimants.map({ flavors[$0] }) {
            let faults = faults(of: flavor, requirement.parts)
            if !faults.isEmpty {
                judgement.violation(
                    "The flavor \(flavor.name) claims to be \(name), but "
                        + "\(faults.joined(separator: "; ")).")
            }
        }
    }

    private static func faults(of flavor: Flavor, _ wanted: FlavorName) -> [String] {
        var faults: [String] = []
        func compare(_ what: String, _ has: String?, _ should: String) {
            guard has != should else { return }
            faults.append("\(what) is \(has ?? "not set") (expected \(should))")
        }
        compare("vcpus", "\(flavor.vcpus)", String(wanted.cpus))
        compare("ram", "\(flavor.ram)", String(Int(wanted.ram * 1024)))
        compare("disk", "\(flavor.disk)", String(wanted.disk?.size ?? 0))
        let specs = flavor.extraSpecs ?? [:]
        for (key, value) in wanted.extraSpecs.sorted(by: { $0.key < $1.key }) {
            if key == diskTypeKey && wanted.disk?.type == nil {
                // Any type is allowed, but one must be set.
                let types = FlavorName.DiskType.allCases.map(\.extraSpec)
                if !types.contains(specs[key] ?? "") {
                    compare(key, specs[key], "one of \(types.joined(separator: ", "))")
                }
            } else {
                compare(key, specs[key], value)
            }
        }
        if wanted.disk == nil, let type = specs[diskTypeKey] {
            faults.append("\(diskTypeKey) is \(type) (expected none without a disk)")
        }
        return faults
    }
}

extension YAMLNode {
    /// The parts of a flavor's name according to scs-0100.
    fileprivate func flavorName() throws(YAMLError) -> FlavorName {
        let text = try string()
        guard case .success(let name?) = Result(catching: { try FlavorName.parse(text) }) else {
            throw wrongValue("a flavor name according to scs-0100")
        }
        return name
    }
}
