// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// A secret that somebody is asked for: which one, and of what.
package struct SecretQuestion: Sendable, Hashable {
    /// What a secret opens, as messages call it.
    package enum Owner: String, Sendable {
        case cloud
        case key
        case monitor
    }

    package let owner: Owner
    /// The name of the cloud, the file of the key, or the URL of the monitor.
    package let name: String
    /// The key of `auth` that could hold it: `password`.
    package let key: String
    /// Whether it is good for one sign-in alone, so that each one asks again.
    package let isOneTime: Bool

    package init(cloud: String, _ required: RequiredSecret) {
        owner = .cloud
        name = cloud
        key = required.key
        isOneTime = required.isOneTime
    }

    /// A secret that opens something beside a cloud.
    package init(_ key: String, of owner: Owner, _ name: String) {
        self.owner = owner
        self.name = name
        self.key = key
        isOneTime = false
    }

    /// The secret in a message: `password of cloud "mycloud"`.
    package var inMessage: String { "\(key) of \(owner.rawValue) \(name.quotedForMessage)" }
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
