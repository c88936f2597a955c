// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The Image service's digests of an image.
struct Digests: Sendable {
    let sha512: String
    let md5: String

    /// No digests.
    static let none = Digests(
        sha512: String(repeating: "0", count: 128), md5: String(repeating: "0", count: 32))

    private init(sha512: String, md5: String) {
        self.sha512 = sha512
        self.md5 = md5
    }

    /// Reads all of `content`, zeros included.
    init(of content: Content) {
        let sha512 = MessageDigest(.sha512)
        let md5 = MessageDigest(.md5)
        let step: Int64 = 512 << 10
        // Most of a volume is zeros: one buffer serves for all of them.
        let zeros = [UInt8](repeating: 0, count: Int(step))
        var offset: Int64 = 0
        while offset < content.size {
            let isHole = offset + step <= content.size && !content.hasData(offset..<(offset + step))
            let piece = isHole ? zeros : content.read(at: offset, count: Int(step))
            sha512.update(piece.span.bytes)
            md5.update(piece.span.bytes)
            offset += Int64(piece.count)
        }
        self.sha512 = sha512.finalize().hexadecimal
        self.md5 = md5.finalize().hexadecimal
    }
}

extension Sequence<UInt8> {
    var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
