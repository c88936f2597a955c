// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials
package import SCSSupport

/// A Keystone token with what it says about its holder and the cloud.
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
    /// The domain that the token is for; nil where it is for a project or for nothing.
    public var domainID: String?
    /// The name of the domain, if it is scoped to one.
    public var domainName: String?
    /// Names of the roles held in the scope.
    public var roles: [String]
    /// The service catalog.
    public var catalog: Catalog
    /// What Keystone did not tell of it, by the fields' names: it is not known, rather than empty.
    var untold: Set<String> = []
    /// Whose it is and what it is for, as Keystone tells; nil where no Keystone gave it.
    var subject: TokenSubject?
    /// What requests carry beside it, where an OAuth 2.0 service gave that.
    var bearer: Secret?
    /// Whether it is for the whole system rather than a project or domain.
    var isForSystem = false
    /// What each request carries where Keystone issued nothing.
    var fixed: FixedAuthorization?

    /// What it is for: a project or a domain; nil: neither.
    package var scopeID: String? { projectID ?? domainID }

    /// Whether it is so close to its end that a call begun now might outlive it.
    func isEnding(at now: Date) -> Bool {
        expiresAt.timeIntervalSince(now) < 120
    }
}
