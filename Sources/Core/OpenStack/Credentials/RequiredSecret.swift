// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// A secret that signing in needs: configured, or to be prompted for.
package struct RequiredSecret: Sendable, Equatable {
    /// The key of `auth` that could hold it: `password`.
    package var key: String
    /// The configured value; nil if it must be prompted for.
    package var configured: Secret?
    /// The error if nobody can be prompted.
    package var absence: ConfigurationError?

    /// A configured secret.
    package init(_ key: String, _ secret: Secret) {
        self.key = key
        configured = secret
    }

    /// A secret that must be prompted for.
    init(_ key: String, absence: ConfigurationError) {
        self.key = key
        self.absence = absence
    }

    /// Whether it is valid for one sign-in only.
    package var isOneTime: Bool { ["passcode", "code"].contains(key) }
}

/// A prompt for a secret of a cloud.
package struct SecretQuestion: Sendable, Hashable {
    package let cloud: String
    /// The key of `auth` that could hold it: `password`.
    package let key: String
    /// Whether it is valid for one sign-in only, so that each one prompts again.
    package let isOneTime: Bool

    package init(cloud: String, _ required: RequiredSecret) {
        self.cloud = cloud
        key = required.key
        isOneTime = required.isOneTime
    }
}

/// The source of secrets that are not configured: a person, a file descriptor, a command.
package protocol SecretSource: Sendable {
    /// Whether it can provide this secret.
    func answers(_ required: RequiredSecret) -> Bool
    /// Returns the secret; throws a sentence that does not repeat it.
    func secret(_ question: SecretQuestion) async throws -> Secret
}

extension SecretSource {
    package func answers(_ required: RequiredSecret) -> Bool { true }
}

/// Provides the secrets of one cloud; a reusable one is requested once.
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
                        ? ", as --passcode-command gives one each time." : "."))
        }
        let secret = try await source.secret(
            SecretQuestion(cloud: cloud, required))
        vault.add(secret)
        if !required.isOneTime { remembered[required.key] = secret }
        return secret
    }
}

extension RequiredSecret {
    /// The error if it is not configured and nobody can be prompted; nil if it is configured.
    package var missing: ConfigurationError? {
        guard configured == nil, let absence else { return nil }
        let source = key == "passcode" ? ", or --passcode-command" : ""
        return ConfigurationError(
            absence.position,
            absence.message + "; or supply it with --password-prompt, --password-fd, "
                + "or --password-command" + source)
    }
}

extension CloudConfiguration {
    /// The secrets that signing in and the client certificate need, in order of prompting.
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
