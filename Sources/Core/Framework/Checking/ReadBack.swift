// SPDX-License-Identifier: Apache-2.0

/// How much of what came back is read, rather than believed of the image service's digest.
public enum ReadBack: String, Sendable {
    /// Nothing, where the service's digest is the one that was computed here.
    case digest
    /// Where the content lies and some places at random, beside the digest.
    case sample
    /// Every byte.
    case all
}
