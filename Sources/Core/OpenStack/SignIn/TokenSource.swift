// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

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
    /// A sign-in goes on though nobody waits for it: a code or a passcode serves once.
    private let signIns = SingleFlight<String, Token>(remembers: false, outlivesItsWaiters: true)
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
        return try await signIns.value("token") { try await self.signIn() }
    }

    private func signIn() async throws -> Token {
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
