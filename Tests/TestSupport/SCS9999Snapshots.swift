// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// Snapshots: an example of each kind of test case, to be replaced by what the standard requires.
package struct SCS9999Snapshots: CheckModule {
    package let standard = "scs-9999"

    package init() {}

    package var prerequisites: [Prerequisite] { [.customer, .service(.blockStorage), .quota] }

    package var testcases: [Testcase] {
        [
            Testcase("scs-9999-snapshot", depth: .api, Self.snapshot),
            .judging("scs-9999-names", .flavors, "every flavor has a name") { flavors, judgement in
                for flavor in flavors where flavor.name.isEmpty {
                    judgement.violation("The flavor \(flavor.id) has no name; customers need one.")
                }
            },
        ]
    }

    static var snapshot: Scenario<Void> {
        Scenario()
            .step("create a volume", creates: .volume(gib: 1)) { context, _ in
                try await context.make(.volume("source", gib: 1))
            }
            .require("take a snapshot of it", creates: .snapshot(gib: 1)) { context, volume in
                _ = try await context.make(.snapshot(of: volume, "snapshot"))
            }
    }

    package var examples: [Example] {
        [
            Example(
                "A flavor without a name",
                facts: #"{"flavors": [{"id": "7", "vcpus": 1, "ram": 512, "disk": 0}]}"#,
                verdicts: ["scs-9999-names": .fail])
        ]
    }
}
