// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
package import SCSHTTP

/// All that is needed to talk to one region of one cloud.
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
    /// What opens the client's key; nil where it is not encrypted.
    package var keyPassphrase: RequiredSecret?
    /// What holds for single services, by official type: `block-storage`.
    package var services: [String: ServiceSettings] = [:]
    /// The longest that a call may wait for a connection or for bytes, if the user said so.
    package var apiTimeout: Duration?
    /// How often a request is sent again that reached nobody, if the user said so.
    package var connectRetries: Int?
    /// How often a request is sent again after a 429, 503 or the like, if the user said so.
    package var statusCodeRetries: Int?
    /// Whether hosts are reached by IPv4 alone.
    package var forcesIPv4 = false
    /// What a person should know, as sentences; nothing of it stops the run.
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
