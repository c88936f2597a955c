// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// A URL instead of the catalog's; `%(project_id)s` in it stands for the token's project.
package struct EndpointOverride: Sendable, Equatable {
    private static let placeholders = [
        "%(project_id)s", "%(tenant_id)s", "$(project_id)s", "$(tenant_id)s",
    ]

    private let template: String

    package init(_ template: String) {
        self.template = template
    }

    /// Whether it is another URL in each project.
    var needsProject: Bool { Self.placeholders.contains { template.contains($0) } }

    /// The URL's text; throws where it needs a project and there is none.
    func text(projectID: String?) throws -> String {
        guard needsProject else { return template }
        guard let projectID else {
            throw ConfigurationError(
                nil, "\(template) needs the project's id, and the token is for no project")
        }
        return Self.placeholders.reduce(template) { $0.replacing($1, with: projectID) }
    }

    /// The URL; throws as `text` does.
    package func url(projectID: String?) throws -> URL {
        let text = try text(projectID: projectID)
        guard let url = URL(string: text) else {
            throw ConfigurationError(nil, "\(text) is not a URL")
        }
        return url
    }
}
