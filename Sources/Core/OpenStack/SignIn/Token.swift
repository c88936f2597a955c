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

    /// What a program of others may be given: nil where Keystone issued nothing, or more is sent with it.
    package var sharedValue: Secret? { fixed == nil && bearer == nil ? value : nil }

    /// Whether it is so close to its end that a call begun now might outlive it.
    func isEnding(at now: Date) -> Bool {
        expiresAt.timeIntervalSince(now) < 120
    }
}

/// Gives the token to everyone who asks and fetches it once, however many wait.
///
/// Where nobody has ever got in, the first failure is everybody's: nothing was created that must be
/// removed, and a Keystone that does not answer costs its time limit once. Later ones are tried again.
actor TokenSource {
    private let fetch: @Sendable () async throws -> Token
    /// Whether fetching again can give a token that lasts longer.
    private let isRenewable: Bool
    private let now: @Sendable () -> Date
    private var token: Token?
    private var flight: Task<Token, any Error>?
    private var hasSignedIn = false
    /// What the first token was for: later ones are for the same, or half a run would be elsewhere.
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
            // One that has no successor is used up to its very end.
            let isOver = isRenewable ? token.isEnding(at: now()) : token.expiresAt <= now()
            if !isOver { return token }
            guard isRenewable else { throw Self.ended(token) }
        }
        return try await fetchOnce()
    }

    /// A fresh token, unless somebody has already replaced the `refused` one.
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
        // Not a child task: whoever came first may be cancelled while others still wait.
        // Nor is it bound by the time that the first one has left.
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
