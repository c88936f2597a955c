// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The managers of two domains.
struct DomainManagers: Sendable {
    let own: DomainManager
    let other: DomainManager

    static var signingIn: Scenario<DomainManagers> {
        Scenario().step(
            "sign in as the managers of two domains", calls: ["POST /v3/auth/tokens"]
        ) { context, _ in
            try context.needsCloud(for: "what a domain manager may do")
            let managers = DomainManagers(
                own: try await DomainManager(.manager, context),
                other: try await DomainManager(.otherManager, context))
            guard managers.own.domain != managers.other.domain else {
                throw Finding(
                    .notApplicable, "Both manager credentials are for the same domain.",
                    advice: "Use a manager credential of another domain.")
            }
            return managers
        }
    }
}
