// SPDX-License-Identifier: Apache-2.0
public import SCSOpenStack
import SCSSupport

extension Draft where Resource == IdentityUser {
    /// A user of that domain without a password, so that nobody can sign in as them.
    public static func user(_ role: String, domain: ResourceID) -> Draft {
        creating(role, ["domain_id": .id(domain)])
    }
}

extension Draft where Resource == IdentityProject {
    /// A project of that domain.
    public static func project(_ role: String, domain: ResourceID) -> Draft {
        creating(role, ["domain_id": .id(domain)])
    }
}

extension Draft where Resource == IdentityGroup {
    /// A group of that domain.
    public static func group(_ role: String, domain: ResourceID) -> Draft {
        creating(role, ["domain_id": .id(domain)])
    }
}

extension Draft where Resource == IdentityRole {
    /// A global role.
    public static func role(_ role: String) -> Draft {
        creating(role, [:])
    }
}
