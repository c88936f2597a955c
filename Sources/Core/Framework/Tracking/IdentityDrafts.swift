// SPDX-License-Identifier: Apache-2.0
import SCSSupport
public import SCSOpenStack

extension Draft {
    /// A resource of the Identity service with these fields beside its name.
    private static func identity<Kind>(
        _ role: String, _ fields: [String: JSON]
    ) -> Draft where Resource == IdentityResource<Kind> {
        let kind = Kind.kind
        return Draft(role: role, from: []) { name in
            let named = fields.merging(["name": .string(name)]) { $1 }
            return Call(
                .post, .identity, [.collection(of: kind)], json: [kind.envelope: .object(named)])
        } claim: {
            $0[kind.envelope]?["id"]?.id
        }
    }
}

extension Draft where Resource == IdentityUser {
    /// A user of that domain without a password, so that nobody can sign in as them.
    public static func user(_ role: String, domain: ResourceID) -> Draft {
        identity(role, ["domain_id": .id(domain)])
    }
}

extension Draft where Resource == IdentityProject {
    /// A project of that domain.
    public static func project(_ role: String, domain: ResourceID) -> Draft {
        identity(role, ["domain_id": .id(domain)])
    }
}

extension Draft where Resource == IdentityGroup {
    /// A group of that domain.
    public static func group(_ role: String, domain: ResourceID) -> Draft {
        identity(role, ["domain_id": .id(domain)])
    }
}

extension Draft where Resource == IdentityRole {
    /// A global role.
    public static func role(_ role: String) -> Draft {
        identity(role, [:])
    }
}
