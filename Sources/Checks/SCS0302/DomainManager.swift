// SPDX-License-Identifier: Apache-2.0
import Core

/// The manager of a domain, acting.
struct DomainManager: Sendable, CustomStringConvertible {
    let context: CheckContext
    let domain: ResourceID
    let description: String

    var cloud: Cloud { context.cloud }

    init(_ party: Party, _ context: CheckContext) async throws {
        self.context = try context.acting(as: party)
        let token = try await self.context.cloud.token()
        guard let domain = token.domainID.flatMap(ResourceID.init) else {
            throw Finding(
                .notApplicable, "The credential of --\(party.option) is not for a domain.",
                advice: "Give it a domain_id or domain_name and no project in clouds.yaml.")
        }
        let held = token.roles.joined(separator: ", ")
        guard token.roles.contains("manager"), !token.roles.contains("admin") else {
            throw Finding(
                .notPermitted,
                "The credential of --\(party.option) must hold the role manager and not admin; "
                    + "it holds \(held.isEmpty ? "none" : held.harmless(200)).",
                advice: "Have the operator assign the role manager for the domain.")
        }
        self.domain = domain
        description =
            "The manager of the domain \((token.domainName ?? domain.text).harmless(60))"
    }

    /// What the manager tries to create where it must be refused; a violation where it is not.
    ///
    /// `owner` looks for it where it must not be, as the one who rules there.
    func isRefused<R>(_ draft: Draft<R>, seenBy owner: DomainManager? = nil) async throws -> Bool {
        do {
            let made = try await context.create(draft, seenBy: owner?.context)
            // Whoever should not be there may not be able to see it, and so not clean it up.
            if let owner { try await context.delete(made, seenBy: owner.context) }
            return false
        } catch let error as APIError where [401, 403, 404].contains(error.status) {
            context.record(Evidence(.refusal, error.description))
            return true
        }
    }
}
