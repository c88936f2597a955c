// SPDX-License-Identifier: Apache-2.0
import SCSSupport

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Reads files of keys as ssh does.
package enum KeyFileAccess {
    /// A key has at most a few kilobytes.
    private static let limit = 1 << 20

    /// What a file of keys holds.
    package enum Content: Sendable {
        case privateKey(PrivateKeyFile)
        /// The private half is elsewhere: in an agent.
        case publicKey(SSHPublicKey)
    }

    /// Throws `SigningError`, also for a private key that others can read.
    package static func read(_ path: String) throws(SigningError) -> Content {
        let shown = path.harmless(300)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            throw SigningError(
                "The key \(shown) cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        var bytes: [UInt8]
        do {
            bytes = try LocalFile.read(descriptor, limit: limit)
        } catch {
            throw SigningError("The key \(shown) cannot be read: \(error).")
        }
        defer { bytes.wipe() }
        guard PrivateKeyFile.isOne(bytes) else {
            return .publicKey(try SSHPublicKey(line: bytes, of: shown))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw SigningError("The key \(shown) cannot be examined.")
        }
        // A key of another user is that user's concern, as for ssh.
        let mode = status.st_mode & 0o777
        guard status.st_uid != getuid() || mode & 0o077 == 0 else {
            let shownMode = String(mode, radix: 8)
            throw SigningError(
                "The key \(shown) has mode 0\(shownMode), so others can read it; run chmod 600 on it, and "
                    + "make a new key if somebody may have.")
        }
        return .privateKey(try PrivateKeyFile(bytes, file: shown))
    }
}
