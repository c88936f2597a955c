// SPDX-License-Identifier: Apache-2.0

/// The first place where what came back is not what was stored.
struct ContentDifference: Sendable, Equatable {
    var offset: Int64
    /// What should be there, and what is: 16 bytes at most.
    var expected: [UInt8]
    var found: [UInt8]
}
