// SPDX-License-Identifier: Apache-2.0
import Glibc
import SCSCurl

/// The open connections, and whether unrequested bytes wait on one of them.
///
/// libcurl takes bytes that wait on a kept connection as the answer to its next request (seen with
/// 7.88), and so a late answer to another request as the answer to a creation. Protocols such as
/// HTTP/2, whose answers carry the number of their request, are not affected.
final class CurlConnections {
    /// Both ends of a connection, as libcurl reports them before it sends a request.
    struct Ends: Hashable {
        var local: String
        var localPort: Int32
        var remote: String
        var remotePort: Int32
    }

    private struct Connection {
        var socket: Int32
        /// Whether its protocol version answers in the order of requests.
        var isInOrder = false
    }

    private var connections: [Ends: Connection] = [:]
    /// Whether TLS holds bytes that were read from the socket but not delivered.
    ///
    /// Looked up dynamically, as libcurl brings OpenSSL along and nothing else here needs it.
    private let pendingInTLS: (@convention(c) (UnsafeMutableRawPointer?) -> Int32)? = {
        // A null handle searches the program and all its libraries.
        dlsym(nil, "SSL_has_pending").map {
            unsafeBitCast($0, to: (@convention(c) (UnsafeMutableRawPointer?) -> Int32).self)
        }
    }()

    /// Registers a new connection, which uses one of the sockets.
    func opened(_ ends: Ends, sockets: [Int32]) {
        connections[ends] = sockets.first { Self.localPort(of: $0) == ends.localPort }
            .map { Connection(socket: $0) }
    }

    /// Registers the HTTP version of an answer.
    func answered(_ ends: Ends, inOrder: Bool) {
        connections[ends]?.isInOrder = inOrder
    }

    /// Whether a kept connection must not be reused: something waits on it, if only its end.
    func isSpoilt(_ ends: Ends, _ handle: CurlHandle) -> Bool {
        guard let connection = connections[ends], connection.isInOrder else { return false }
        var byte: UInt8 = 0
        let count = recv(
            connection.socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        guard count < 0, errno == EAGAIN || errno == EWOULDBLOCK else { return true }
        guard let session = scs_easy_get_openssl(handle.easy) else { return false }
        // A connection that cannot be inspected must not be reused.
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
