// SPDX-License-Identifier: Apache-2.0

/// Why there is no token, no service catalog, or no safe place to send a token to.
package struct AccessError: Error, Sendable, CustomStringConvertible {
    package enum Cause: Sendable {
        /// The configured or entered credentials yield no usable token.
        case credentials
        /// Secrets do not follow a redirect.
        case redirected
        /// A token would be sent unencrypted, which was ruled out.
        case clearText
        /// This way to sign in does not reveal the credential's roles.
        case unknownRoles
        /// This way to sign in provides no service catalog.
        case noCatalog
        /// There is no cloud, only its recorded facts.
        case noCloud
    }

    package var cause: Cause
    package var message: String
    /// What the operator can do.
    package var advice: String?

    package init(_ cause: Cause, _ message: String, advice: String? = nil) {
        self.cause = cause
        self.message = message
        self.advice = advice
    }

    package var description: String {
        ([message] + (advice.map { [$0] } ?? [])).joined(separator: " ")
    }
}
