// SPDX-License-Identifier: Apache-2.0

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

extension CloudConfiguration {
    /// What holds for a service by any of its names.
    func service(ofType type: String) -> ServiceSettings? {
        services[ServiceNames.official(type) ?? type]
    }
}
