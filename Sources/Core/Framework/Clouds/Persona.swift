// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A credential beside the run's own, by its role in checks.
public enum Persona: String, Sendable, CaseIterable {
    /// A member of another project.
    case otherProject
    /// The manager of a domain.
    case manager
    /// The manager of another domain.
    case otherManager

    /// What names its entry of clouds.yaml.
    var term: InterfaceTerm {
        switch self {
        case .otherProject: .otherCloud
        case .manager: .managerCloud
        case .otherManager: .otherManagerCloud
        }
    }

    /// Who it is, to use in a sentence.
    package var title: String {
        switch self {
        case .otherProject: "a member of another project"
        case .manager: "a domain's manager"
        case .otherManager: "another domain's manager"
        }
    }
}
