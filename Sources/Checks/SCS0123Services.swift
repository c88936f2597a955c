// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSCheck

/// The services that every cloud's catalog must list.
///
/// Standard: https://docs.scs.community/standards/scs-0123-v2-services
package struct SCS0123Services: CheckModule {
    package let standard = "scs-0123"

    /// The names under which services were listed before their types were fixed, by official type.
    private let aliases: [(type: String, names: [String])]

    /// Reads the aliases of service types.
    package init(_ standard: StandardDescription) throws(YAMLError) {
        try standard.policy.check(allows: ["aliases"])
        for entry in standard.testcases { try entry.policy.check(allows: []) }
        var aliases: [(type: String, names: [String])] = []
        for (type, names) in try standard.policy.required("aliases").mapping() {
            aliases.append((try type.string(), try names.strings()))
        }
        self.aliases = aliases
    }

    package var testcases: [Testcase] {
        [
            offers("scs-0123-service-compute", "compute"),
            offers("scs-0123-service-identity", "identity"),
            offers("scs-0123-service-image", "image"),
            offers("scs-0123-service-network", "network"),
            offers("scs-0123-service-load-balancer", "load-balancer"),
            offers("scs-0123-service-placement", "placement"),
            offers("scs-0123-storage-apis", "volume", "volumev3", "block-storage"),
            offers("scs-0123-service-s3", "object-store-s3"),
            Testcase("scs-0123-swift-s3", depth: .api, Self.s3NextToSwift),
        ]
    }

    package var examples: [Example] {
        [
            Example(
                "Block Storage listed as volumev3",
                facts: #"{"catalog": [{"type": "volumev3", "endpoints": []}]}"#,
                verdicts: [
                    "scs-0123-storage-apis": .pass, "scs-0123-service-compute": .fail,
                    // Without Swift there is nothing to test.
                    "scs-0123-swift-s3": .pass,
                ]),
            Example(
                "Swift; whether it supports S3 is not recorded",
                facts: #"{"catalog": [{"type": "object-store", "endpoints": []}]}"#,
                verdicts: ["scs-0123-swift-s3": .missing, "scs-0123-storage-apis": .fail]),
        ]
    }
}

extension SCS0123Services {
    private func offers(_ id: String, _ types: String...) -> Testcase {
        let known = aliases.filter { types.contains($0.type) }
        let list = types.joined(separator: " or ")
        return .judging(
            id, .catalog, "the catalog lists \(list)",
            advice: "Offer the service, and add it to the catalog: openstack endpoint create …"
        ) { catalog, judgement in
            guard !catalog.services.contains(where: { types.contains($0.type) }) else {
                for (type, names) in known where !catalog.lists(type) {
                    let used = names.filter { catalog.lists($0) }.joined(separator: ", ")
                    judgement.remark(
                        "The catalog lists \(used), an alias of the official type \(type), which "
                            + "scs-0123-v2 recommends.")
                }
                return
            }
            let offered = Set(catalog.services.map(\.type)).sorted().joined(separator: ", ")
            judgement.violation(
                "The catalog lists no service of type \(list); it lists \(offered).")
        }
    }

    /// Swift's host supports S3 too: it refuses invalid credentials with an S3 error.
    private static var s3NextToSwift: Scenario<Void> {
        Scenario()
            .step("read the catalog", calls: ["POST /v3/auth/tokens"]) { context, _ in
                guard try await context.fact(.catalog).lists("object-store") else {
                    throw NothingToTest(
                        "The catalog lists no object-store, so there is nothing to test.")
                }
                try context.needsCloud(for: "whether Swift supports S3")
            }
            .step("request buckets with invalid credentials", calls: ["GET / (S3)"]) {
                context, _ in
                try await context.cloud.objectStore.s3ErrorCode()
            }
            .require("the response is an S3 error") { context, code in
                // The error depends on what is checked first; any S3 error is fine.
                guard !code.isEmpty else {
                    throw Finding(
                        .requirementNotMet,
                        "The host of object-store does not answer an S3 request with an S3 error; "
                            + "expected an XML document with a Code such as RequestTimeTooSkewed.",
                        advice:
                            "Enable s3api in the pipeline of Swift's proxy, or S3 in the gateway.")
                }
                context.record(Evidence(.refusal, "S3 error \(code)"))
            }
    }
}
