// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A token's user and scope, as stated by Keystone, to compare with the configuration.
struct TokenSubject: Sendable, Equatable {
    /// A user, project or domain in a token's document.
    struct Named: Sendable, Equatable, Decodable {
        var id: String
        var name: String?
        var domain: Domain?

        struct Domain: Sendable, Equatable, Decodable {
            var id: String?
            var name: String?
        }
    }

    var user: Named
    var project: Named?
    var domain: Named?
    var isForSystem: Bool
    var trustID: String?

    /// What differs from the configuration, as a sentence that names both; nil if nothing does.
    ///
    /// A report about another than the configured project would certify the wrong one.
    func mismatch(_ scope: Credentials.Scope, users: [Credentials.UserReference]) -> String? {
        if !isFor(scope) {
            return "Keystone issued a token \(formatted), but the configuration asks for one "
                + "\(scope.formatted)."
        }
        for asked in users where !asked.matches(user) {
            return
                "Keystone issued a token for the user \(user.formatted), but the configuration names "
                + "the user \(asked.formatted)."
        }
        return nil
    }

    private func isFor(_ scope: Credentials.Scope) -> Bool {
        switch scope {
        case .project(let asked): project.map { !$0.id.isEmpty && asked.matches($0) } ?? false
        case .domain(let asked):
            project == nil
                && domain.map { asked.matches(Named.Domain(id: $0.id, name: $0.name)) } ?? false
        case .system: isForSystem
        case .trust(let id): trustID == id
        case .unstated: true
        }
    }

    /// `for the project "a" (id …)`
    private var formatted: String {
        if let project { return "for the project \(project.formatted)" }
        if let domain { return "for the domain \(domain.formatted)" }
        return isForSystem ? "for the whole system" : "without a project"
    }
}

extension TokenSubject.Named {
    fileprivate var formatted: String {
        guard let name, !name.isEmpty else { return "with the id \(id.quotedForMessage)" }
        let place = (domain?.name ?? domain?.id).map { " of the domain \($0.quotedForMessage)" }
        return "\(name.quotedForMessage)\(place ?? "") (id \(id.quotedForMessage))"
    }
}

extension Credentials.ProjectReference {
    /// Omitted fields contradict nothing, but the project itself is required.
    fileprivate func matches(_ told: TokenSubject.Named) -> Bool {
        switch self {
        case .id(let id): told.id == id
        case .name(let name, let domain):
            isSame(name, told.name) && (told.domain.map(domain.matches) ?? true)
        }
    }
}

extension Credentials.UserReference {
    fileprivate func matches(_ told: TokenSubject.Named) -> Bool {
        switch self {
        case .id(let id): told.id == id
        case .name(let name, let domain):
            isSame(name, told.name) && (told.domain.map(domain.matches) ?? true)
        }
    }

    fileprivate var formatted: String {
        switch self {
        case .id(let id): "with the id \(id.quotedForMessage)"
        case .name(let name, let domain):
            "\(name.quotedForMessage) of the domain \(domain.formatted)"
        }
    }
}

extension Credentials.DomainReference {
    fileprivate func matches(_ told: TokenSubject.Named.Domain) -> Bool {
        switch self {
        case .id(let id): told.id.map { $0 == id } ?? true
        case .name(let name): isSame(name, told.name)
        }
    }

    fileprivate var formatted: String {
        switch self {
        case .id(let id): "with the id \(id.quotedForMessage)"
        case .name(let name): name.quotedForMessage
        }
    }
}

extension Credentials.Scope {
    fileprivate var formatted: String {
        switch self {
        case .project(.id(let id)): "for the project with the id \(id.quotedForMessage)"
        case .project(.name(let name, let domain)):
            "for the project \(name.quotedForMessage) of the domain \(domain.formatted)"
        case .domain(let domain): "for the domain \(domain.formatted)"
        case .system: "for the whole system"
        case .trust(let id): "for the trust with the id \(id.quotedForMessage)"
        case .unstated: "for any project"
        }
    }
}

/// Keystone on MySQL or a directory ignores case in names, and returns its own spelling.
private func isSame(_ asked: String, _ told: String?) -> Bool {
    told.map { asked.lowercased() == $0.lowercased() } ?? true
}
