// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// A secret that signing in needs: configured, or to be asked for.
package struct RequiredSecret: Sendable, Equatable {
    /// The key of `auth` that could hold it: `password`.
    package var key: String
    /// What is configured; nil where somebody must be asked.
    package var configured: Secret?
    /// What to say where nobody can be asked.
    package var absence: ConfigurationError?

    /// A configured one.
    package init(_ key: String, _ secret: Secret) {
        self.key = key
        configured = secret
    }

    /// One that must be asked for.
    init(_ key: String, absence: ConfigurationError) {
        self.key = key
        self.absence = absence
    }

    /// Whether it is good for one sign-in alone.
    package var isOneTime: Bool { ["passcode", "code"].contains(key) }
}

/// A secret that somebody is asked for: which one, and of which cloud.
package struct SecretQuestion: Sendable, Hashable {
    package let cloud: String
    /// The key of `auth` that could hold it: `password`.
    package let key: String
    /// Whether it is good for one sign-in alone, so that each one asks again.
    package let isOneTime: Bool

    package init(cloud: String, _ required: RequiredSecret) {
        self.cloud = cloud
        key = required.key
        isOneTime = required.isOneTime
    }
}

/// Where secrets come from that are not configured: a person, a file descriptor, a command.
package protocol SecretSource: Sendable {
    /// Whether this one can be asked for.
    func answers(_ required: RequiredSecret) -> Bool
    /// Gives the secret; throws a sentence that does not repeat what it got.
    func secret(_ question: SecretQuestion) async throws -> Secret
}

extension SecretSource {
    package func answers(_ required: RequiredSecret) -> Bool { true }
}

/// Gives a sign-in the secrets of one cloud; what can be used again is asked for once.
actor SecretKeeper {
    private let cloud: String
    private let source: (any SecretSource)?
    private let vault: SecretVault
    private var remembered: [String: Secret] = [:]
    private var spent: Set<String> = []

    init(cloud: String, source: (any SecretSource)?, vault: SecretVault = SecretVault()) {
        self.vault = vault
        self.cloud = cloud
        self.source = source
    }

    func value(of required: RequiredSecret) async throws -> Secret {
        if let secret = remembered[required.key] { return secret }
        if let secret = required.configured {
            if !required.isOneTime || spent.insert(required.key).inserted { return secret }
        }
        guard let source, source.answers(required) else {
            if required.configured == nil, let absence = required.absence { throw absence }
            throw AccessError(
                .credentials,
                "The configured \(required.key) of cloud \(cloud.quotedForMessage) was consumed by "
                    + "the first sign-in, and another sign-in needs a new one"
                    + (required.key == "passcode"
                        ? ", as \(InterfaceTerm.passcodeCommand) gives one each time." : "."))
        }
        let secret = try await source.secret(
            SecretQuestion(cloud: cloud, required))
        vault.add(secret)
        if !required.isOneTime { remembered[required.key] = secret }
        return secret
    }
}

extension RequiredSecret {
    /// What to say where it is not configured and nobody can be asked; nil where it is configured.
    package var missing: ConfigurationError? {
        guard configured == nil, let absence else { return nil }
        let source = key == "passcode" ? ", or \(InterfaceTerm.passcodeCommand)" : ""
        return ConfigurationError(
            absence.position,
            absence.message + "; or supply it with \(InterfaceTerm.secretSources)" + source)
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
