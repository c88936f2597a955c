// SPDX-License-Identifier: Apache-2.0
package import Foundation
import Glibc

/// Sockets on 127.0.0.1 with a port chosen by the kernel.
package enum LoopbackSocket {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// A listening socket and its port.
    package static func listen() throws -> (socket: CInt, port: Int) {
        let bound = try bind()
        guard Glibc.listen(bound.socket, 512) == 0 else { throw failure("listen") }
        return bound
    }

    /// A port without a listener, as long as the socket stays open.
    package static func bind() throws -> (socket: CInt, port: Int) {
        let socket = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw failure("socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                Glibc.bind(socket, generic, size) == 0 && getsockname(socket, generic, &size) == 0
            }
        }
        guard result else { throw failure("bind") }
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Whether this machine has the address ::1.
    package static var hasIPv6: Bool {
        do {
            Glibc.close(try listenOnIPv6().socket)
            return true
        } catch {
            return false
        }
    }

    /// A socket that listens on ::1 only, and its port; 0 lets the kernel choose one.
    package static func listenOnIPv6(port: Int = 0) throws -> (socket: CInt, port: Int) {
        let socket = socket(AF_INET6, CInt(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw failure("socket") }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        address.sin6_port = in_port_t(port).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                Glibc.bind(socket, generic, size) == 0 && getsockname(socket, generic, &size) == 0
            }
        }
        guard result, Glibc.listen(socket, 8) == 0 else {
            close(socket)
            throw failure("listen on IPv6")
        }
        return (socket, Int(UInt16(bigEndian: address.sin6_port)))
    }

    private static func failure(_ call: String) -> Failure {
        Failure(description: "\(call) on loopback failed with errno \(errno).")
    }
}

extension URL {
    /// `http://127.0.0.1:port/path`.
    package static func loopback(
        _ scheme: String = "http", port: Int, host: String = "127.0.0.1", _ path: String = "/"
    ) -> URL {
        var parts = URLComponents()
        parts.scheme = scheme
        parts.host = host
        parts.port = port
        parts.percentEncodedPath = path
        return parts.url ?? URL(filePath: "/")
    }
}
