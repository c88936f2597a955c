// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A domain manager, signed in.
struct DomainManager: Sendable, CustomStringConvertible {
    let context: CheckContext
    let domain: ResourceID
    let description: String

    var cloud: Cloud { context.cloud }

    init(_ persona: Persona, _ context: CheckContext) async throws {
        self.context = try context.acting(as: persona)
        let token = try await self.context.cloud.token()
        let credential =
            persona == .manager ? "manager credential" : "other manager's credential"
        guard let domain = token.domainID.flatMap(ResourceID.init) else {
            throw Finding(
                .notApplicable, "The \(credential) is not scoped to a domain.",
                advice: "In clouds.yaml, give it domain_id or domain_name and no project.")
        }
        let held = token.roles.joined(separator: ", ")
        guard token.roles.contains("manager"), !token.roles.contains("admin") else {
            throw Finding(
                .notPermitted,
                "The \(credential) must hold the role manager and not admin; "
                    + "it holds \(held.isEmpty ? "none" : held.harmless(200)).",
                advice: "Have the operator assign the role manager on the domain.")
        }
        self.domain = domain
        description =
            "The manager of the domain \((token.domainName ?? domain.text).harmless(60))"
    }

    /// Whether the cloud refuses to let the manager create it.
    ///
    /// If it was created, `owner` searches for it, as the manager of that domain.
    func isRefused<R>(_ draft: Draft<R>, seenBy owner: DomainManager? = nil) async throws -> Bool {
        do {
            let made = try await context.create(draft, seenBy: owner?.context)
            // A manager of another domain may not see it, and so cannot delete it.
            if let owner { try await context.delete(made, seenBy: owner.context) }
            return false
        } catch let error as APIError where error.deniesAccess {
            context.record(Evidence(.refusal, error.description))
            return true
        }
    }
}
