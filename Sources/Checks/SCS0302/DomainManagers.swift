// SPDX-License-Identifier: Apache-2.0
import Core

/// The managers of two domains.
struct DomainManagers: Sendable {
    let own: DomainManager
    let other: DomainManager

    static var signingIn: Scenario<DomainManagers> {
        Scenario().step(
            "the managers of two domains sign in", calls: ["POST /v3/auth/tokens"]
        ) { context, _ in
            try context.needsCloud(for: "what a domain's manager may do")
            let managers = DomainManagers(
                own: try await DomainManager(.manager, context),
                other: try await DomainManager(.otherManager, context))
            guard managers.own.domain != managers.other.domain else {
                throw Finding(
                    .notApplicable, "Both managers' credentials are for the same domain.",
                    advice: "Name one of another domain with --other-manager-cloud.")
            }
            return managers
        }
    }
}
