// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The digest of a volume's whole content, to compare with the service's.
struct ContentDigest {
    /// The digest in lower-case hex; nil if `algorithm` is unknown.
    static func hex(of content: VolumeContent, algorithm: String) throws -> String? {
        switch algorithm.lowercased() {
        case "sha512": try hex(of: content, .sha512)
        case "sha384": try hex(of: content, .sha384)
        case "sha256": try hex(of: content, .sha256)
        default: nil
        }
    }

    private static func hex(
        of content: VolumeContent, _ algorithm: MessageDigest.Algorithm
    ) throws -> String {
        let digest = MessageDigest(algorithm)
        let piece: Int64 = 1 << 20
        let zeros = [UInt8](repeating: 0, count: Int(piece))
        var offset: Int64 = 0
        while offset < content.size {
            try Task.checkCancellation()
            let range = offset..<min(offset + piece, content.size)
            if content.isEmpty(range) {
                digest.update(zeros.span.extracting(first: range.count).bytes)
            } else {
                digest.update(content.bytes(in: range).span.bytes)
            }
            offset = range.upperBound
        }
        return digest.finalize().hex
    }
}
