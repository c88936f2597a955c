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

extension RequiredSecret {
    /// The error if it is not configured and nobody can be prompted; nil if it is configured.
    package var missing: ConfigurationError? {
        guard configured == nil, let absence else { return nil }
        let source = key == "passcode" ? ", or \(InterfaceTerm.passcodeCommand)" : ""
        return ConfigurationError(
            absence.position,
            absence.message + "; or supply it with \(InterfaceTerm.secretSources)" + source)
    }
}
