// SPDX-License-Identifier: Apache-2.0
import Core

extension SCS0302DomainManager {
    /// The manager of a domain, acting.
    struct Manager: Sendable, CustomStringConvertible {
        let context: CheckContext
        let domain: ResourceID
        let description: String

        var cloud: Cloud { context.cloud }

        fileprivate init(_ party: Party, _ context: CheckContext) async throws {
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
        func isRefused<R>(_ draft: Draft<R>, seenBy owner: Manager? = nil) async throws -> Bool {
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

    /// Two of them, of different domains.
    struct Managers: Sendable {
        let own: Manager
        let other: Manager
    }

    static var signingIn: Scenario<Managers> {
        Scenario().step(
            "the managers of two domains sign in", calls: ["POST /v3/auth/tokens"]
        ) { context, _ in
            try context.needsCloud(for: "what a domain's manager may do")
            let managers = Managers(
                own: try await Manager(.manager, context),
                other: try await Manager(.otherManager, context))
            guard managers.own.domain != managers.other.domain else {
                throw Finding(
                    .notApplicable, "Both managers' credentials are for the same domain.",
                    advice: "Name one of another domain with --other-manager-cloud.")
            }
            return managers
        }
    }

    /// Collects what managers can do and must not, and the other way round.
    struct Trials: Sendable {
        private(set) var violations: [String] = []

        /// The manager must be able to do it.
        mutating func may(_ manager: Manager, _ trial: Trial) async throws {
            if try await !manager.context.isAllowed(trial) {
                violate("\(manager) cannot \(trial.words).")
            }
        }

        /// The manager must be refused, and is where this returns true; `why` completes the sentence.
        @discardableResult
        mutating func mayNot(
            _ manager: Manager, _ trial: Trial, _ why: String
        ) async throws -> Bool {
            guard try await manager.context.isAllowed(trial) else { return true }
            violate("\(manager) can \(trial.words), \(why).")
            return false
        }

        mutating func violate(_ sentence: String) { violations.append(sentence) }

        func conclude(_ context: CheckContext) throws {
            try context.judge(advice: advice) { judgement in
                for violation in violations { judgement.violation(violation) }
            }
        }
    }
}
