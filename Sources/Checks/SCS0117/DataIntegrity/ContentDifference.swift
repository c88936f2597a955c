// SPDX-License-Identifier: Apache-2.0

/// The first difference between stored and returned data.
struct ContentDifference: Sendable, Equatable {
    var offset: Int64
    /// The expected bytes, and those found: 16 at most.
    var expected: [UInt8]
    var found: [UInt8]
}
