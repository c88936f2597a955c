// SPDX-License-Identifier: Apache-2.0
import SCSHTTP

/// A source that fails at its first byte.
struct BrokenDisk: Error, ByteSource {
    mutating func next(_ count: Int) throws -> [UInt8] { throw self }
}
