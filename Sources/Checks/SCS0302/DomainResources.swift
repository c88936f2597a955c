// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A manager sees one domain, and manages the users, projects and groups in it.
enum DomainResources {
    static var domain: Scenario<Void> {
        DomainManagers.signingIn.require(
            "each manager sees their own domain and no other", calls: ["GET /v3/domains"]
        ) { context, managers in
            var probes = AccessProbes()
            for manager in [managers.own, managers.other] {
                let shown = try await manager.cloud.identity.domains()
                if !shown.contains(manager.domain) {
                    probes.violate("\(manager) cannot see this domain.")
                }
                let foreign = shown.filter { $0 != manager.domain }
                if !foreign.isEmpty {
                    probes.violate(
                        "\(manager) can see \(foreign.count.counted("other domain")), the first of them "
                            + "\(foreign[0].text.harmless(60)).")
                }
            }
            try probes.conclude(context)
        }
    }

    /// The lifecycle of a user, project or group, and what another domain's manager cannot do to
    /// it.
    static func owning<Kind>(
        _ draft:
            @escaping @Sendable (_ role: String, _ domain: ResourceID) -> Draft<
                IdentityResource<Kind>
            >
    ) -> Scenario<Void> {
        let noun = Kind.kind.noun
        let collection = "/v3/\(Kind.kind.collection)"
        let each = "\(collection)/{id}"
        return
            DomainManagers.signingIn
            .require("a manager creates a \(noun)", calls: ["POST \(collection)"]) { _, managers in
                let own = try await managers.own.context.create(draft("own", managers.own.domain))
                return (managers: managers, own: own)
            }
            .step("the manager of the other domain creates one too", calls: ["POST \(collection)"])
        {
            _, made in
            let manager = made.managers.other
            let other = try await manager.context.create(draft("other", manager.domain))
            return ResourcePair(managers: made.managers, own: made.own, other: other)
        }
        .require(
            "the first manager can see and change their own \(noun)",
            calls: ["GET \(collection)", "GET \(each)", "PATCH \(each)"]
        ) { context, pair in
            try await ruling(pair, context)
            return pair
        }
        .require(
            "the first manager cannot see, change or delete the other's",
            calls: [
                "POST \(collection)", "GET \(each)", "PATCH \(each)", "DELETE \(each)",
                "GET \(each)",
            ]
        ) { context, pair in
            var probes = AccessProbes()
            let (manager, other) = (pair.managers.own, pair.other)
            if try await !manager.isRefused(
                draft("foreign", pair.managers.other.domain), seenBy: pair.managers.other)
            {
                probes.violate("\(manager) can create a \(noun) in another domain.")
            }
            try await probes.mayNotReach(manager, .showing(other))
            try await probes.mayNotReach(manager, .describing(other, as: "taken"))
            try await probes.mayNotReach(manager, .deleting(other))
            if probes.violations.isEmpty {
                // A refused change must not have happened anyway.
                let kept = try await pair.managers.other.context.show(other)
                if kept.description == "taken" {
                    probes.violate("\(manager) was refused, but \(other.formatted) has changed.")
                }
            }
            try probes.conclude(context)
            return pair
        }
        .require("the first manager deletes their own \(noun)", calls: ["DELETE \(each)"]) {
            _, pair in
            try await pair.managers.own.context.delete(pair.own)
        }
    }

    private static func ruling<Kind>(_ pair: ResourcePair<Kind>, _ context: CheckContext)
        async throws
    {
        var probes = AccessProbes()
        let (manager, own) = (pair.managers.own, pair.own)
        let listed = try await manager.cloud.identity.list(Kind.self)
        if !listed.contains(where: { $0.id == own.id }) {
            probes.violate("\(manager) cannot find \(own.formatted) in the list.")
        }
        let foreign = listed.filter { $0.domainID != nil && $0.domainID != manager.domain.text }
        if let first = foreign.first {
            probes.violate(
                "\(manager) can list \(foreign.count.counted(Kind.kind.noun)) of other domains, "
                    + "the first of them \(first.displayName.harmless(80)).")
        }
        try await probes.may(manager, .describing(own, as: "changed"))
        try await probes.may(manager, .showing(own))
        if probes.violations.isEmpty {
            let shown = try await manager.context.show(own)
            if shown.description != "changed" {
                probes.violate(
                    "\(manager) can change \(own.formatted), but its description stays the same."
                )
            }
        }
        try probes.conclude(context)
    }
}

/// A resource of each manager.
private struct ResourcePair<Kind: IdentityResourceKind>: Sendable {
    let managers: DomainManagers
    let own: Owned<IdentityResource<Kind>>
    let other: Owned<IdentityResource<Kind>>
}
