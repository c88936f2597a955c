// SPDX-License-Identifier: Apache-2.0

/// A credential beside the run's own, by its role in checks.
public enum Persona: String, Sendable, CaseIterable {
    /// A member of another project.
    case otherProject
    /// The manager of a domain.
    case manager
    /// The manager of another domain.
    case otherManager

    /// The option that names its cloud in clouds.yaml.
    package var option: String {
        switch self {
        case .otherProject: "other-cloud"
        case .manager: "manager-cloud"
        case .otherManager: "other-manager-cloud"
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
