// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The name of a file for a cloud, whatever the cloud is called.
enum SiteFile {
    /// Plain names stay; others keep what is plain, and a digest tells them apart from all others.
    static func name(_ cloud: String) -> String {
        func isPlain(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
                || [0x2D, 0x2E, 0x5F].contains(byte)
        }
        let bytes = Array(cloud.utf8)
        if !bytes.isEmpty, bytes.count <= 60, bytes[0] != 0x2E, bytes[0] != 0x2D,
            bytes.allSatisfy(isPlain)
        {
            return cloud
        }
        // Capitals too: file systems exist to which A and a are one.
        let plain = cloud.lowercased().utf8.map { isPlain($0) ? $0 : 0x2D }.prefix(40)
            .drop { $0 == 0x2E || $0 == 0x2D }
        // No plain name has a tilde.
        return "\(String(decoding: plain, as: UTF8.self))~\(bytes.sha256.prefix(16))"
    }
}
