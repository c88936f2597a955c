// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The server's end of a connection on loopback.
struct LoopbackSocket: Sendable {
    /// Why nothing listens.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let descriptor: CInt

    init(_ descriptor: CInt) {
        self.descriptor = descriptor
        // Whoever connects and says nothing must not keep a thread.
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// A listening socket on 127.0.0.1, and its port.
    static func listen() throws -> (listener: CInt, port: Int) {
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let listener = socket(AF_INET, kind, 0)
        guard listener >= 0 else { throw failure("socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, size) == 0 && getsockname(listener, generic, &size) == 0
            }
        }
        guard isBound, Glibc.listen(listener, 64) == 0 else { throw failure("bind") }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func failure(_ call: String) -> Failure {
        Failure(
            description: "The simulated cloud cannot be served on 127.0.0.1: \(call): "
                + "\(String(cString: strerror(errno))).")
    }

    /// The next bytes; empty once the client has gone, or says nothing for too long.
    func receive() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : []
    }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            // A client that has gone misses nothing.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func close() { _ = Glibc.close(descriptor) }
}
