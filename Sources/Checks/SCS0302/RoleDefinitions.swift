// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A manager sees the role manager, but neither creates nor changes roles.
enum RoleDefinitions {
    static var scenario: Scenario<Void> {
        DomainManagers.signingIn
            .require("a manager can see the role manager", calls: ["GET /v3/roles"]) {
                _, managers in
                let roles = try await managers.own.cloud.identity.list(RoleKind.self)
                guard roles.contains(where: { $0.name == "manager" }) else {
                    throw Finding(
                        .requirementNotMet,
                        "A manager can see \(roles.count.counted("role")), none of them called "
                            + "manager.", advice: SCS0302DomainManager.advice)
                }
                return (managers: managers, roles: roles)
            }
            .require(
                "a manager cannot create or change roles",
                calls: ["POST /v3/roles", "PATCH /v3/roles/{id}"]
            ) { context, seen in
                let manager = seen.managers.own
                var probes = AccessProbes()
                if try await !manager.isRefused(.role("role")) {
                    probes.violate("\(manager) can create a role.")
                }
                for role in seen.roles
                where ["member", "manager", "admin"].contains(role.displayName) {
                    try await probes.mayNot(
                        manager, .renaming(role), "which only administrators may change")
                }
                try probes.conclude(context)
            }
    }
}
