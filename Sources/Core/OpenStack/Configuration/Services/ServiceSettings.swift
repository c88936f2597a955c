// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// Settings of one service: its endpoint, and its retries and limits.
package struct ServiceSettings: Sendable, Equatable {
    package var endpointOverride: EndpointOverride?
    /// In order of preference; nil: the cloud's.
    package var interfaces: [CloudConfiguration.Interface]?
    /// The region, if it differs from the cloud's.
    package var regionName: String?
    /// The type in the catalog, if it is not the official one.
    package var serviceType: String?
    /// The name in the catalog, if several entries have the type.
    package var serviceName: String?
    /// How often a request that reached no server is retried; nil: as the cloud's, or the default.
    package var connectRetries: Int?
    /// How often a request is retried after a 429, 503 or the like.
    package var statusCodeRetries: Int?
    /// Requests per second.
    package var rateLimit: Double?
    /// Concurrent requests.
    package var concurrency: Int?

    package init() {}
}

/// A URL that replaces the catalog's; `%(project_id)s` stands for the token's project.
package struct EndpointOverride: Sendable, Equatable {
    private static let placeholders = [
        "%(project_id)s", "%(tenant_id)s", "$(project_id)s", "$(tenant_id)s",
    ]

    private let template: String

    package init(_ template: String) {
        self.template = template
    }

    /// Whether the URL depends on the project.
    var needsProject: Bool { Self.placeholders.contains { template.contains($0) } }

    /// The URL as text; throws if it needs a project and there is none.
    func text(projectID: String?) throws -> String {
        guard needsProject else { return template }
        guard let projectID else {
            throw ConfigurationError(
                nil, "\(template) needs the project's id, but the token has no project")
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
    /// The settings of a service by any of its names.
    func service(ofType type: String) -> ServiceSettings? {
        services[ServiceNames.official(type) ?? type]
    }

    /// How to find a service in the catalog.
    func selection(ofType type: String) -> Catalog.Selection {
        let own = service(ofType: type)
        return Catalog.Selection(
            types: ServiceNames.catalogTypes(for: own?.serviceType ?? type),
            name: own?.serviceName,
            interfaces: (own?.interfaces ?? interfaces).map(\.rawValue),
            region: own?.regionName ?? regionName)
    }
}
