// SPDX-License-Identifier: Apache-2.0
import SCSOpenStack
import SCSSupport

/// A credential beside the run's own, by its role in checks: a value beside the check that needs it.
public struct Persona: Sendable {
    /// What its credential is scoped to.
    public enum Place: String, Sendable {
        /// The project of the run's own credential.
        case sameProject
        /// Another project.
        case otherProject
        /// A domain.
        case domain
    }

    /// Its name, of lower-case letters, digits and hyphens: `auditor`.
    public let name: String
    /// Who it is, to use in a sentence: "a reader of the project".
    public let title: String
    /// What it is for, in the infinitive: "show that readers change nothing".
    public let purpose: String
    /// The roles that it must hold.
    public let roles: [String]
    /// What its credential is scoped to.
    public let place: Place
    /// What names its entry of clouds.yaml; nil: its name.
    package let term: InterfaceTerm?

    /// A persona; `purpose` completes "It is needed to …".
    public init(
        _ name: String, _ title: String, to purpose: String, roles: [String], in place: Place
    ) {
        self.init(name, title, to: purpose, roles: roles, in: place, term: nil)
    }

    private init(
        _ name: String, _ title: String, to purpose: String, roles: [String], in place: Place,
        term: InterfaceTerm?
    ) {
        self.name = name
        self.title = title
        self.purpose = purpose
        self.roles = roles
        self.place = place
        self.term = term
    }

    /// A member of another project.
    public static let otherProject = Persona(
        "other-project", "a member of another project", to: "prove isolation", roles: ["member"],
        in: .otherProject, term: .otherCloud)
    /// The manager of a domain.
    public static let manager = Persona(
        "manager", "a domain's manager", to: "try what managers may do", roles: ["manager"],
        in: .domain, term: .managerCloud)
    /// The manager of another domain.
    public static let otherManager = Persona(
        "other-manager", "another domain's manager", to: "try what managers may not do",
        roles: ["manager"], in: .domain, term: .otherManagerCloud)

    /// Those that every program knows.
    package static let common: [Persona] = [.otherProject, .manager, .otherManager]
}

extension Persona: Hashable, Comparable {
    /// Whether both have one name.
    public static func == (one: Persona, other: Persona) -> Bool { one.name == other.name }
    /// In the order of their names.
    public static func < (one: Persona, other: Persona) -> Bool { one.name < other.name }
    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// Whether both say the same of it.
    func isSame(as other: Persona) -> Bool {
        name == other.name && title == other.title && purpose == other.purpose
            && roles == other.roles && place == other.place
    }
}

extension Persona {
    /// How to name its credential: `--credential auditor=CLOUD`.
    package var assignment: String {
        term.map { "\($0)" } ?? "\(InterfaceTerm.credential) \(name)=CLOUD"
    }

    /// The finding of a test case that needs it and has no credential of it.
    var absence: Finding {
        Finding(
            .notApplicable, "The run has no credential for \(title).",
            advice: "Name its entry of clouds.yaml"
                + "\(InterfaceTerm.given == nil ? "" : " (\(assignment))").")
    }

    /// Throws the finding that keeps its credential from being used.
    func check(_ cloud: Cloud, beside own: Cloud) async throws {
        let token = try await cloud.token()
        if let lack = roles.first(where: { !token.roles.contains($0) }) {
            let held = token.roles.joined(separator: ", ").harmless(200)
            throw Finding(
                .notPermitted,
                "The credential of \(title) lacks the role \(lack); it holds "
                    + "\(held.isEmpty ? "none" : held).", advice: "Give it the role \(lack).")
        }
        let project = place == .domain ? nil : try await own.token().projectID
        let isThere =
            switch place {
            case .sameProject: token.projectID == project
            case .otherProject: token.projectID != nil && token.projectID != project
            case .domain: token.domainID != nil
            }
        guard isThere else {
            throw Finding(
                .notApplicable, "The credential of \(title) is not scoped to \(place.words).",
                advice: "Use a credential that is.")
        }
    }
}

extension Persona.Place {
    /// `another project`
    package var words: String {
        switch self {
        case .sameProject: "the project of the run"
        case .otherProject: "another project"
        case .domain: "a domain"
        }
    }
}

extension CheckModule where Subject == Cloud {
    /// Whose credentials its test cases use, each once.
    package var allPersonas: [Persona] {
        let required = prerequisites.compactMap { prerequisite -> Persona? in
            if case .credential(let persona) = prerequisite { persona } else { nil }
        }
        return Set(personas + required).sorted()
    }
}

extension CheckRegistryOf where Subject == Cloud {
    /// Everybody whose credential a run may be given, by name.
    package var personas: [Persona] {
        Set(Persona.common + modules.flatMap { $0.allPersonas }).sorted()
    }
}
