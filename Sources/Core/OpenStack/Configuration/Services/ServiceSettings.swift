// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// What holds for one service alone: where it is found, and how often and how fast it is called.
package struct ServiceSettings: Sendable, Equatable {
    package var endpointOverride: EndpointOverride?
    /// In order of preference; nil: those of the cloud.
    package var interfaces: [CloudConfiguration.Interface]?
    /// The region, where it is not the cloud's.
    package var regionName: String?
    /// The type in the catalog, where it is not the official one.
    package var serviceType: String?
    /// The name in the catalog, where several entries have the type.
    package var serviceName: String?
    /// How often a request is sent again that reached nobody; nil: as the cloud's, or the usual.
    package var connectRetries: Int?
    /// How often a request is sent again after a 429, 503 or the like.
    package var statusCodeRetries: Int?
    /// Requests a second.
    package var rateLimit: Double?
    /// Requests at a time.
    package var concurrency: Int?

    package init() {}
}

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

extension CloudConfiguration {
    /// What holds for a service by any of its names.
    func service(ofType type: String) -> ServiceSettings? {
        services[ServiceNames.official(type) ?? type]
    }
}
