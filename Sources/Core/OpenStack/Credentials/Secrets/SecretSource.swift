// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

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
