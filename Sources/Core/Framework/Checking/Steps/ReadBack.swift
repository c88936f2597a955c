// SPDX-License-Identifier: Apache-2.0

/// How much returned data is read, rather than trusting the Image service's digest.
public enum ReadBack: String, Sendable {
    /// Nothing, if the service's digest matches the one computed here.
    case digest
    /// The blocks with content and some random ones, beside the digest.
    case sample
    /// Every byte.
    case all
}
