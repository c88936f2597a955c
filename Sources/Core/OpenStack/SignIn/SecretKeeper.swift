// SPDX-License-Identifier: Apache-2.0
import SCSSupport

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
