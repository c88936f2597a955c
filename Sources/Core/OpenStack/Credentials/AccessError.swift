// SPDX-License-Identifier: Apache-2.0

/// Why a cloud gives no token, no service catalog, or nowhere to send a token to.
package struct AccessError: Error, Sendable, CustomStringConvertible {
    package enum Cause: Sendable {
        /// What is configured, or was typed in, gives no token that can be used.
        case credentials
        /// A redirect stood where secrets would have gone.
        case redirected
        /// A token would go out without encryption, which was ruled out.
        case clearText
        /// With this way to sign in nobody tells which roles the credential holds.
        case unknownRoles
        /// With this way to sign in nobody tells where services are.
        case noCatalog
        /// There is no cloud to ask, only what was recorded of one.
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
