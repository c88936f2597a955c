// SPDX-License-Identifier: Apache-2.0
import SCSHTTP

/// `count` times the letter a.
struct Letters: ByteSource {
    var count: Int

    mutating func next(_ most: Int) -> [UInt8] {
        let size = min(most, count)
        count -= size
        return [UInt8](repeating: 0x61, count: size)
    }
}
