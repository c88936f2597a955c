// SPDX-License-Identifier: Apache-2.0
package import OpenStack

/// A credential beside the run's own, by what a check needs it for.
public enum Persona: String, Sendable, CaseIterable {
    /// A member of another project.
    case otherProject
    /// The manager of a domain.
    case manager
    /// The manager of another domain.
    case otherManager

    /// The option that names its cloud of clouds.yaml.
    package var option: String {
        switch self {
        case .otherProject: "other-cloud"
        case .manager: "manager-cloud"
        case .otherManager: "other-manager-cloud"
        }
    }

    /// Who it is, in a sentence.
    package var title: String {
        switch self {
        case .otherProject: "a member of another project"
        case .manager: "a domain's manager"
        case .otherManager: "another domain's manager"
        }
    }
}

/// The cloud as a persona sees it, with what this run creates there.
package struct Account: Sendable {
    let cloud: Cloud
    let tracker: ResourceTracker

    package init(cloud: Cloud, tracker: ResourceTracker) {
        self.cloud = cloud
        self.tracker = tracker
    }
}
