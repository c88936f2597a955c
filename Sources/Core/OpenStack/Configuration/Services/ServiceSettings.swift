// SPDX-License-Identifier: Apache-2.0

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

extension CloudConfiguration {
    /// The settings of a service by any of its names.
    func service(ofType type: String) -> ServiceSettings? {
        services[ServiceNames.official(type) ?? type]
    }
}
