// SPDX-License-Identifier: Apache-2.0
import SCSCurl
import Glibc

/// The connections that are open, and whether bytes that nobody asked for wait on one of them.
///
/// libcurl takes what waits on a kept connection for the answer to its next request (seen with 7.88),
/// and so a late answer to another request for the answer to a creation. Where answers carry the
/// number of their request, as in HTTP/2, that cannot happen.
final class CurlConnections {
    /// Both ends of a connection: what libcurl tells before it sends a request.
    struct Ends: Hashable {
        var local: String
        var localPort: Int32
        var remote: String
        var remotePort: Int32
    }

    private struct Connection {
        var socket: Int32
        /// Whether it speaks a version in which answers come in the order of requests.
        var isInOrder = false
    }

    private var connections: [Ends: Connection] = [:]
    /// Bytes of TLS that were read from the socket but not yet asked for. Looked up, as libcurl
    /// brings OpenSSL along and nothing else here needs it.
    private let pendingInTLS: (@convention(c) (UnsafeMutableRawPointer?) -> Int32)? = {
        // Null is the program and all of its libraries.
        dlsym(nil, "SSL_has_pending").map {
            unsafeBitCast($0, to: (@convention(c) (UnsafeMutableRawPointer?) -> Int32).self)
        }
    }()

    /// Notes a new connection, one of whose sockets is its own.
    func opened(_ ends: Ends, sockets: [Int32]) {
        connections[ends] = sockets.first { Self.localPort(of: $0) == ends.localPort }
            .map { Connection(socket: $0) }
    }

    /// Notes the version of HTTP that an answer came in.
    func answered(_ ends: Ends, inOrder: Bool) {
        connections[ends]?.isInOrder = inOrder
    }

    /// Whether a kept connection must not be used again: something is there, if only its end.
    func isSpoilt(_ ends: Ends, _ handle: CurlHandle) -> Bool {
        guard let connection = connections[ends], connection.isInOrder else { return false }
        var byte: UInt8 = 0
        let count = recv(
            connection.socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        guard count < 0, errno == EAGAIN || errno == EWOULDBLOCK else { return true }
        guard let session = scs_easy_get_openssl(handle.easy) else { return false }
        // Who cannot look must not rely on it.
        return pendingInTLS.map { $0(session) != 0 } ?? true
    }

    private static func localPort(of socket: Int32) -> Int32? {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                guard getsockname(socket, generic, &size) == 0 else { return nil }
                switch Int32(generic.pointee.sa_family) {
                case AF_INET:
                    return UnsafeRawPointer(generic).assumingMemoryBound(to: sockaddr_in.self)
                        .pointee.sin_port.asPort
                case AF_INET6:
                    return UnsafeRawPointer(generic).assumingMemoryBound(to: sockaddr_in6.self)
                        .pointee.sin6_port.asPort
                default: return nil
                }
            }
        }
    }
}

extension in_port_t {
    fileprivate var asPort: Int32 { Int32(UInt16(bigEndian: self)) }
}
