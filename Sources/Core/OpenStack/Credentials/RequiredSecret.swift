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
