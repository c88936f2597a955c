// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// There is a key manager, and customers can keep secrets in it.
///
/// Standard: https://docs.scs.community/standards/scs-0116-v1-key-manager-standard
package struct SCS0116KeyManager: CheckModule {
    package let standard = "scs-0116"

    package init() {}

    package var testcases: [Testcase] {
        [
            .judging(
                "scs-0116-presence", .catalog, "the catalog lists key-manager",
                advice: "Offer a key manager such as Barbican, and list it in the catalog."
            ) { catalog, judgement in
                if !catalog.lists("key-manager") {
                    judgement.violation("The catalog lists no service of type key-manager.")
                }
            },
            Testcase("scs-0116-permissions", depth: .api, Self.permissions),
        ]
    }

    package var examples: [Example] {
        [
            Example(
                "No key manager, so there is nothing for members to use",
                facts: #"{"catalog": [{"type": "compute", "endpoints": []}], "roles": ["member"]}"#,
                verdicts: ["scs-0116-presence": .fail, "scs-0116-permissions": .pass]),
            Example(
                "A key manager; whether members may use it is not recorded",
                facts: #"{"catalog": [{"type": "key-manager", "endpoints": []}]}"#,
                verdicts: ["scs-0116-presence": .pass, "scs-0116-permissions": .missing]),
        ]
    }
}

extension SCS0116KeyManager {
    private static var permissions: Scenario<Void> {
        Scenario()
            .step("read the catalog", calls: ["POST /v3/auth/tokens"]) { context, _ in
                guard try await context.fact(.catalog).lists("key-manager") else {
                    throw NothingToTest(
                        "The catalog lists no key-manager, so there is nothing to test.")
                }
                try context.needsCloud(for: "whether a member may use the key manager")
            }
            .require("store a secret", creates: .secret, calls: ["POST /v1/secrets"]) {
                context, _ in
                try await context.create(.secret("secret"))
            }
            .require("find the secret in the project's list", calls: ["GET /v1/secrets"]) {
                context, secret in
                guard try await context.isListed(secret) else {
                    throw Finding(
                        .requirementNotMet,
                        "The secret \(secret.id) was stored, but is missing from the list of the "
                            + "member who stored it.",
                        advice: "Map the role member to Barbican's creator in its policy.")
                }
                return secret
            }
            .require("delete the secret", calls: ["DELETE /v1/secrets/{id}"]) { context, secret in
                try await context.delete(secret)
            }
    }
}
