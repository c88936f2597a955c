// SPDX-License-Identifier: Apache-2.0

/// A resource of ours that could not be removed.
public struct Leftover: Codable, Sendable, Equatable {
    /// The noun of its kind: `volume`.
    public var kind: String
    /// The name that this run gave.
    public var name: String
    /// The id, if it is known.
    public var id: String?
    /// The last status, if it is known.
    public var status: String?
    /// Why it was not removed.
    public var reason: String
}
