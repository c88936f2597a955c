// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// What is needed to speak to a cloud, from whatever file or variables it came.
package struct CloudConfiguration: Sendable {
    /// Which of the catalogue's endpoints are used.
    package enum Interface: String, Sendable, CaseIterable {
        case `public`, `internal`, admin
    }

    package var name: String
    package var authURL: URL
    package var authentication: Credentials
    package var regionName: String?
    package var interface: Interface
    package var tls: TLSSettings
    /// Endpoints that the user named, by service type: `block-storage`.
    package var endpointOverrides: [String: URL]
    /// The longest that one exchange may stand still.
    package var apiTimeout: Duration?
    /// What was found and is not used, for the user to know.
    package var warnings: [String]

    package init(
        name: String, authURL: URL, authentication: Credentials, regionName: String? = nil,
        interface: Interface = .public, tls: TLSSettings = TLSSettings(),
        endpointOverrides: [String: URL] = [:], apiTimeout: Duration? = nil, warnings: [String] = []
    ) {
        self.name = name
        self.authURL = authURL
        self.authentication = authentication
        self.regionName = regionName
        self.interface = interface
        self.tls = tls
        self.endpointOverrides = endpointOverrides
        self.apiTimeout = apiTimeout
        self.warnings = warnings
    }
}

/// Whom to trust, and as whom to show up; paths of PEM files.
package struct TLSSettings: Sendable, Equatable {
    package var verify = true
    package var caFile: String?
    package var clientCertificate: String?
    package var clientKey: String?

    package init() {}
}

/// How to sign in at Keystone.
package enum Credentials: Sendable, Equatable {
    case password(user: UserReference, secret: Secret, scope: Scope)
    case applicationCredential(ApplicationCredential, secret: Secret)

    /// A domain, by its id or its name.
    package enum DomainReference: Sendable, Equatable {
        case id(String)
        case name(String)
    }

    /// A user: by id, or by name within a domain.
    package enum UserReference: Sendable, Equatable {
        case id(String)
        case name(String, DomainReference)
    }

    package enum ApplicationCredential: Sendable, Equatable {
        case id(String)
        case name(String, of: UserReference)
    }

    /// What the token is good for.
    package enum Scope: Sendable, Equatable {
        case projectID(String)
        case project(String, DomainReference)
        case domain(DomainReference)
        case system
    }
}
