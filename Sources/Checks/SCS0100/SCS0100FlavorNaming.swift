// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// A flavor whose name begins with `SCS-` follows the grammar and provides what its name promises.
///
/// Standard: https://docs.scs.community/standards/scs-0100-v3-flavor-naming
package struct SCS0100FlavorNaming: CheckModule {
    package let standard = "scs-0100"

    package init() {}

    package var testcases: [Testcase] {
        [
            .judging(
                "scs-0100-syntax-check", .flavors, "names that begin with SCS- follow the grammar",
                advice: "Rename the flavor so that its name follows the grammar of scs-0100.",
                Self.syntax),
            .judging(
                "scs-0100-semantics-check", .flavors, "flavors provide what their names promise",
                advice: "Rename the flavor, or recreate it with what its name promises.",
                Self.semantics),
        ]
    }

    package var examples: [Example] {
        [
            Example(
                "Names that do not begin with SCS- are not checked",
                facts: Self.facts("m1.tiny", vcpus: 1, ram: 512, disk: 1),
                verdicts: ["scs-0100-syntax-check": .pass, "scs-0100-semantics-check": .pass]),
            Example(
                "A flavor that provides more than its name promises",
                facts: Self.facts("SCS-2V-4", vcpus: 4, ram: 8192, disk: 20),
                verdicts: ["scs-0100-syntax-check": .pass, "scs-0100-semantics-check": .pass]),
            Example(
                "A flavor that provides less than its name promises",
                facts: Self.facts("SCS-2V-4-20s", vcpus: 2, ram: 4096, disk: 10),
                verdicts: ["scs-0100-syntax-check": .pass, "scs-0100-semantics-check": .fail]),
            Example(
                "Modifiers in the wrong order",
                facts: Self.facts("SCS-2C-4ou-10n", vcpus: 2, ram: 4096, disk: 10),
                verdicts: ["scs-0100-syntax-check": .fail, "scs-0100-semantics-check": .pass]),
        ]
    }

    private static func facts(_ name: String, vcpus: Int, ram: Int, disk: Int) -> String {
        """
        {"flavors": [{"name": "\(name)", "vcpus": \(vcpus), "ram": \(ram), "disk": \(disk), \
        "extra_specs": {}}]}
        """
    }
}

extension SCS0100FlavorNaming {
    private static func syntax(_ flavors: [Flavor], _ judgement: inout Judgement) {
        for flavor in flavors {
            do {
                _ = try FlavorName.parse(flavor.name)
            } catch {
                judgement.violation("The flavor \(error).")
            }
        }
    }

    private static func semantics(_ flavors: [Flavor], _ judgement: inout Judgement) {
        for flavor in flavors {
            let parsed: FlavorName?
            // An unparsable name promises nothing; the other test case reports it.
            do { parsed = try FlavorName.parse(flavor.name) } catch { continue }
            guard let promised = parsed else { continue }
            if flavor.vcpus.int < promised.cpus {
                judgement.violation(
                    "The flavor \(flavor.name) has \(flavor.vcpus.int.counted("vCPU")); its name promises "
                        + "\(promised.cpus).")
            }
            // Memory is rounded to a tenth of a GiB: clouds reserve a little of it.
            let ram = ((Double(flavor.ram.int) + 51) / 102.4).rounded(.down) / 10
            if ram < promised.ram {
                judgement.violation(
                    "The flavor \(flavor.name) has \(flavor.ram) MiB of memory; its name promises "
                        + "\(promised.ram) GiB.")
            }
            let disk = promised.disk?.size ?? 0
            if flavor.disk.int < disk {
                judgement.violation(
                    "The flavor \(flavor.name) has a disk of \(flavor.disk) GB; its name promises "
                        + "\(disk) GB.")
            }
            if promised.ram != promised.ram.rounded() && promised.ram >= 10 {
                judgement.remark(
                    "The name of the flavor \(flavor.name) gives memory in half GiB, which is "
                        + "discouraged for 10 GiB or more."
                )
            }
        }
    }
}
