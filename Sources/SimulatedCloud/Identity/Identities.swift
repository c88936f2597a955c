// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The users, projects and groups of all domains, with memberships and role assignments.
struct Identities: Sendable {
    /// One of them; `collection` is `users`, `projects` or `groups`.
    struct Entry: Sendable {
        let id: String
        let collection: String
        let name: String
        let domain: String
        var description: String?
    }

    /// A role assignment.
    struct Grant: Sendable, Hashable {
        let place: String
        let holder: String
        let role: String
    }

    struct Membership: Sendable, Hashable {
        let group: String
        let user: String
    }

    static let collections = ["users", "projects", "groups"]

    var entries: [Entry]
    var grants: Set<Grant> = []
    var memberships: Set<Membership> = []

    init(_ directory: Directory) {
        entries =
            directory.users.map {
                Entry(id: $0.id, collection: "users", name: $0.name, domain: $0.domain.id)
            }
            + directory.projects.map {
                Entry(id: $0.id, collection: "projects", name: $0.name, domain: "default")
            }
    }

    func entry(_ collection: String, _ id: String) -> Entry? {
        entries.first { $0.collection == collection && $0.id == id }
    }

    mutating func remove(_ entry: Entry) {
        entries.removeAll { $0.id == entry.id }
        grants = grants.filter { $0.place != entry.id && $0.holder != entry.id }
        memberships = memberships.filter { $0.group != entry.id && $0.user != entry.id }
    }
}

extension Identities.Entry {
    /// What Keystone shows of it.
    var view: JSON {
        var view: [String: JSON] = [
            "id": .string(id), "name": .string(name), "domain_id": .string(domain),
            "links": ["self": .string("\(Host.identity.text)/v3/\(collection)/\(id)")],
        ]
        // A user has a description only if it was given.
        if let description { view["description"] = .string(description) }
        switch collection {
        case "users":
            view.merge(["enabled": true, "password_expires_at": nil, "options": [:]]) { $1 }
        case "projects":
            view.merge([
                "enabled": true, "is_domain": false, "parent_id": .string(domain), "tags": [],
                "options": [:], "description": .string(description ?? ""),
            ]) { $1 }
        default:
            view["description"] = .string(description ?? "")
        }
        return .object(view)
    }
}
