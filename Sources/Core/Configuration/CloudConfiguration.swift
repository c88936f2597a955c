// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// All that is needed to talk to one region of one cloud.
package struct CloudConfiguration: Sendable {
    /// Which of a service's endpoints in the catalogue to use.
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
    package var interface: Interface
    package var tls: TLSSettings
    /// URLs that replace the catalogue's, by service type as in the catalogue: `block-storage`.
    package var endpointOverrides: [String: URL]
    /// The longest a single call may take, if the user said so.
    package var apiTimeout: Duration?
    /// What a person should know, as sentences; nothing of it stops the run.
    package var warnings: [String]

    package init(
        name: String, authentication: Credentials, authURL: URL, regionName: String? = nil,
        interface: Interface = .public, tls: TLSSettings = TLSSettings(),
        endpointOverrides: [String: URL] = [:], apiTimeout: Duration? = nil,
        warnings: [String] = []
    ) {
        self.name = name
        self.authentication = authentication
        self.authURL = authURL
        self.regionName = regionName
        self.interface = interface
        self.tls = tls
        self.endpointOverrides = endpointOverrides
        self.apiTimeout = apiTimeout
        self.warnings = warnings
    }
}

/// Whether and how the servers' certificates are verified, and which certificate we show.
package struct TLSSettings: Sendable, Equatable {
    package var verify: Bool
    /// A file with the trusted authorities in PEM, as an absolute path.
    package var caFile: String?
    package var clientCertificate: String?
    package var clientKey: String?

    package init(
        verify: Bool = true, caFile: String? = nil, clientCertificate: String? = nil,
        clientKey: String? = nil
    ) {
        self.verify = verify
        self.caFile = caFile
        self.clientCertificate = clientCertificate
        self.clientKey = clientKey
    }
}
