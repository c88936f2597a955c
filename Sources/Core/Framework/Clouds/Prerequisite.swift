// SPDX-License-Identifier: Apache-2.0
public import SCSOpenStack

extension CheckModule where Subject == Cloud {
    /// By default, a customer's credential.
    public var prerequisites: [Prerequisite] { [.customer] }
}

/// What must hold before anything is created.
public enum Prerequisite: Sendable, CustomStringConvertible {
    /// The catalog offers the service; else ABORT `service-missing`.
    case service(ServiceType)
    /// The credential holds `role` and none of `without`; else ABORT `not-permitted`.
    case role(String, without: [String])
    /// The run has the credential of a persona, with its roles; else ABORT `not-applicable` or `not-permitted`.
    case credential(Persona)
    /// The project's quota has room for what the test case creates; else ABORT `quota`.
    case quota

    /// The prerequisite as text.
    public var description: String {
        switch self {
        case .service(let service): "the catalog offers \(service.name)"
        case .role(let role, let without):
            "the credential holds the role \(role), but not \(without.joined(separator: " or "))"
        case .credential(let persona):
            "there is a credential of \(persona.title), with the role "
                + "\(persona.roles.joined(separator: ", ")) in \(persona.place.words)"
        case .quota: "the project's quota has room for what will be created"
        }
    }
}

extension Prerequisite: SubjectPrerequisite {
    /// A check runs as a customer would: as a member without further rights.
    public static let customer = Prerequisite.role("member", without: ["admin", "manager"])

    /// Whether it is the project's quota.
    public var isQuota: Bool { if case .quota = self { true } else { false } }

    /// Throws the finding that prevents the check: a missing service, a wrong role.
    public func check(
        _ cloud: Cloud, _ facts: FactStore, others: [Persona: Cloud]
    ) async throws {
        switch self {
        case .service(let service):
            guard !facts.isRecorded else { return }
            _ = try await cloud.baseURL(of: service)
        case .role(let role, let without):
            // Recorded facts may lack the roles.
            guard facts.holds(.roles) else { return }
            let held = try await facts.value(.roles)
            let list = held.isEmpty ? "none" : held.joined(separator: ", ")
            guard held.contains(role) else {
                throw Finding(
                    .notPermitted, "The credential lacks the role \(role); it holds \(list).",
                    advice: "Give it the role \(role) in the project that is tested.")
            }
            if let wrong = held.first(where: without.contains) {
                throw Finding(
                    .notPermitted,
                    "The credential has the role \(wrong), but checks must run with a customer's rights.",
                    advice:
                        "Use a user with the role \(role) and without \(wrong); it holds \(list).")
            }
        case .credential(let persona):
            guard !facts.isRecorded else { return }
            guard let other = others[persona] else { throw persona.absence }
            try await persona.check(other, beside: cloud)
        case .quota: break
        }
    }
}
