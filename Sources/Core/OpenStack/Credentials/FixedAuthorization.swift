// SPDX-License-Identifier: Apache-2.0

/// The credential in each request without Keystone, and the one URL of all services.
package enum FixedAuthorization: Sendable, Equatable {
    case nothing(endpoint: WebAddress?)
    case basic(user: String, RequiredSecret, endpoint: WebAddress?)
    case token(RequiredSecret, endpoint: WebAddress?)

    /// The URL of all services without an override.
    package var endpoint: WebAddress? {
        switch self {
        case .nothing(let endpoint), .basic(_, _, let endpoint), .token(_, let endpoint): endpoint
        }
    }

    var secret: RequiredSecret? {
        switch self {
        case .nothing: nil
        case .basic(_, let password, _): password
        case .token(let token, _): token
        }
    }

    /// The name in `auth_type`.
    package var typeName: String {
        switch self {
        case .nothing: AuthenticationType.nobody.name
        case .basic: AuthenticationType.httpBasic.name
        case .token: AuthenticationType.adminToken.name
        }
    }
}
