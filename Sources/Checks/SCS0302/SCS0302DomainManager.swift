// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// A domain manager manages the users, projects and groups of one domain and of no other.
///
/// All attempts concern only resources of this run: if a cloud allows what it must refuse, nobody
/// else is harmed.
///
/// Standard: https://docs.scs.community/standards/scs-0302-v1-domain-manager-role
package struct SCS0302DomainManager: CheckModule {
    package let standard = "scs-0302"
    /// The managers sign in themselves; the run's own credential has nothing to do.
    package let prerequisites: [Prerequisite] = []

    static let managedRole = Parameter(
        "scs-0302", "managed-role", .text("NAME"), default: "member",
        "The role that a domain manager may assign.")
    package var parameters: [any DeclaredParameter] { [Self.managedRole] }

    package let personas: [Persona] = [.manager, .otherManager]

    package init() {}

    package var testcases: [Testcase] {
        [
            Testcase("scs-0302-x-domain", depth: .api, DomainResources.domain),
            Testcase("scs-0302-x-users", depth: .api, DomainResources.owning(Draft.user)),
            Testcase("scs-0302-x-projects", depth: .api, DomainResources.owning(Draft.project)),
            Testcase("scs-0302-x-groups", depth: .api, DomainResources.owning(Draft.group)),
            Testcase("scs-0302-x-members", depth: .api, GroupMembers.scenario),
            Testcase("scs-0302-x-assignments", depth: .api, RoleAssignments.scenario),
            Testcase("scs-0302-x-roles", depth: .api, RoleDefinitions.scenario),
        ]
    }

    package var examples: [Example] {
        [
            Example(
                "What domain managers may do is not recorded",
                facts: #"{"roles": ["member"]}"#,
                verdicts: ["scs-0302-x-domain": .missing, "scs-0302-x-users": .missing])
        ]
    }

    static let advice =
        "Configure Keystone to enforce scopes and its new defaults, and to use its release's "
        + "policies for domain managers."
}
