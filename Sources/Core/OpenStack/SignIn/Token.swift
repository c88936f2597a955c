// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials
package import SCSSupport

/// A Keystone token with its user, scope, roles and catalog.
public struct Token: Sendable {
    package var value: Secret
    /// When the token expires.
    public var expiresAt: Date
    /// The name of the user.
    public var userName: String
    /// The id of the project, if it is scoped to one.
    public var projectID: String?
    /// The name of the project, if it is scoped to one.
    public var projectName: String?
    /// The domain that it is scoped to; nil for a project or no scope.
    public var domainID: String?
    /// The name of the domain, if it is scoped to one.
    public var domainName: String?
    /// Names of the roles held in the scope.
    public var roles: [String]
    /// The service catalog.
    public var catalog: Catalog
    /// When Keystone issued it, by its clock; nil if it does not say.
    package var issuedAt: Date?
    /// The fields that Keystone omitted: they are unknown, not empty.
    var untold: Set<String> = []
    /// Its user and scope, as stated by Keystone; nil without Keystone.
    var subject: TokenSubject?
    /// The OAuth 2.0 bearer token that requests carry beside it.
    var bearer: Secret?
    /// Whether its scope is the whole system.
    var isForSystem = false
    /// The credential in each request without Keystone.
    var fixed: FixedAuthorization?

    /// The id of its project or domain; nil: neither.
    package var scopeID: String? { projectID ?? domainID }

    /// What a program of others may be given: nil where Keystone issued nothing, or more is sent with it.
    package var sharedValue: Secret? { fixed == nil && bearer == nil ? value : nil }

    /// Whether it expires so soon that a call started now might outlive it.
    func isEnding(at now: Date) -> Bool {
        expiresAt.timeIntervalSince(now) < 120
    }
}
