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

    /// Whether it expires so soon that a call started now might outlive it.
    func isEnding(at now: Date) -> Bool {
        expiresAt.timeIntervalSince(now) < 120
    }
}

/// Provides the token, fetched once for all callers.
///
/// If no sign-in ever succeeded, the first failure is final: nothing was created that must be
/// removed, and an unresponsive Keystone costs its time limit once. Later failures are retried.
actor TokenSource {
    private let fetch: @Sendable () async throws -> Token
    /// Whether fetching again can yield a token that lasts longer.
    private let isRenewable: Bool
    private let now: @Sendable () -> Date
    private var token: Token?
    private var flight: Task<Token, any Error>?
    private var hasSignedIn = false
    /// The first token's scope: later ones must match, or half a run would be elsewhere.
    private var scopeID: String?
    private var firstFailure: (any Error)?

    init(
        now: @escaping @Sendable () -> Date, isRenewable: Bool = true,
        fetch: @escaping @Sendable () async throws -> Token
    ) {
        self.now = now
        self.isRenewable = isRenewable
        self.fetch = fetch
    }

    func current() async throws -> Token {
        if let token {
            // A token without a successor is used until it expires.
            let isOver = isRenewable ? token.isEnding(at: now()) : token.expiresAt <= now()
            if !isOver { return token }
            guard isRenewable else { throw Self.ended(token) }
        }
        return try await fetchOnce()
    }

    /// A new token, unless another caller has already replaced the `refused` one.
    func replacing(_ refused: Secret) async throws -> Token {
        if let token, token.value != refused { return token }
        if let token, !isRenewable { throw Self.refused(token) }
        token = nil
        return try await fetchOnce()
    }

    private static func ended(_ token: Token) -> AccessError {
        AccessError(
            .credentials,
            "The token expired at \(Timestamp.format(token.expiresAt)), and its credential cannot "
                + "get another one.",
            advice: renewalAdvice)
    }

    private static func refused(_ token: Token) -> AccessError {
        AccessError(
            .credentials,
            "The token is no longer accepted, though it expires at "
                + "\(Timestamp.format(token.expiresAt)); its credential cannot get another one.",
            advice: renewalAdvice)
    }

    private static func moved(_ token: Token) -> AccessError {
        AccessError(
            .credentials,
            "Keystone's new token is for \((token.projectName ?? token.scopeID ?? "").quotedForMessage), "
                + "and the previous one was for another project or domain.",
            advice: "Set project_name and project_domain_name, or project_id, in auth.")
    }

    private static let renewalAdvice =
        "Get a new token or code and run again, or use a credential that can sign in again, such as an "
        + "application credential."

    private func fetchOnce() async throws -> Token {
        if let firstFailure { throw firstFailure }
        // Not a child task: the first caller may be cancelled while others still wait, and its
        // remaining time must not limit them.
        let bound = TimeBound(perCall: TimeBound.current.perCall)
        let task =
            flight ?? Task { try await TimeBound.$current.withValue(bound) { try await signIn() } }
        flight = task
        return try await task.valueUnlessCancelled()
    }

    private func signIn() async throws -> Token {
        defer { flight = nil }
        do {
            let fresh = try await fetch()
            guard !hasSignedIn || fresh.scopeID == scopeID else { throw Self.moved(fresh) }
            hasSignedIn = true
            scopeID = fresh.scopeID
            token = fresh
            return fresh
        } catch {
            if !hasSignedIn { firstFailure = error }
            throw error
        }
    }
}
