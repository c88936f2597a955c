// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
package import SCSHTTP

/// Everything needed to use one region of one cloud.
package struct CloudConfiguration: Sendable {
    /// Which of a service's endpoints in the catalog to use.
    package enum Interface: String, Sendable {
        case `public`
        case `internal`
        case admin
    }

    /// The cloud's name in clouds.yaml, or `envvars`.
    package var name: String
    package var authentication: Credentials
    /// Keystone's URL, with or without `/v3`.
    package var authURL: URL
    package var regionName: String?
    /// In order of preference, at least one.
    package var interfaces: [Interface]
    package var tls: TLSSettings
    /// The passphrase of the client key; nil if it is not encrypted.
    package var keyPassphrase: RequiredSecret?
    /// Settings of single services, by official type: `block-storage`.
    package var services: [String: ServiceSettings] = [:]
    /// The time limit of a call for a connection or for bytes, if configured.
    package var apiTimeout: Duration?
    /// How often a request that reached no server is retried, if configured.
    package var connectRetries: Int?
    /// How often a request is retried after a 429, 503 or the like, if configured.
    package var statusCodeRetries: Int?
    /// Whether only IPv4 is used.
    package var forcesIPv4 = false
    /// Warnings as sentences; none of them stops the run.
    package var warnings: [String]

    package init(
        name: String, authentication: Credentials, authURL: URL, regionName: String? = nil,
        interface: Interface = .public, tls: TLSSettings = TLSSettings(),
        apiTimeout: Duration? = nil, warnings: [String] = []
    ) {
        self.name = name
        self.authentication = authentication
        self.authURL = authURL
        self.regionName = regionName
        interfaces = [interface]
        self.tls = tls
        self.apiTimeout = apiTimeout
        self.warnings = warnings
    }
}

extension CloudConfiguration {
    /// What signing in and showing the client's certificate need, in the order in which a person is
    /// asked.
    package var requiredSecrets: [RequiredSecret] {
        authentication.requiredSecrets + (keyPassphrase.map { [$0] } ?? [])
    }

    /// Throws the error for the first secret that is not configured.
    package func requireSecrets() throws {
        for required in requiredSecrets {
            if let missing = required.missing { throw missing }
        }
    }
}
