// SPDX-License-Identifier: Apache-2.0
import SCSSupport

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// A connection to an agent's socket, on a thread of its own.
struct AgentSocket: Sendable {
    let path: String
    /// Long enough for a person to confirm a signature.
    private static let patience = 120
    private static let limit = 256 << 10

    /// Sends one message and returns the reply; throws `AgentReply.Refused`.
    func exchange(_ message: [UInt8]) async throws -> [UInt8] {
        try await BlockingWork.run { try exchangeNow(message) }
    }

    private func exchangeNow(_ message: [UInt8]) throws -> [UInt8] {
        let descriptor = try connected()
        defer { close(descriptor) }
        var writer = SSHWriter()
        writer.string(message)
        try send(writer.bytes, to: descriptor)
        let size = try receive(4, from: descriptor).reduce(0) { $0 << 8 | Int($1) }
        guard size <= Self.limit else {
            throw AgentReply.Refused(
                problem: "announced \(size) bytes; at most \(Self.limit) are read")
        }
        return try receive(size, from: descriptor)
    }

    private func connected() throws -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.contains(0) else {
            throw AgentReply.Refused(problem: "has a socket whose path is too long")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw failure("cannot be reached") }
        var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let failure = failure("cannot be reached")
            close(descriptor)
            throw failure
        }
        return descriptor
    }

    private func send(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure("did not take the request") }
            rest = rest.dropFirst(count)
        }
    }

    private func receive(_ count: Int, from descriptor: Int32) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(max(count, 1), 16 << 10))
        while bytes.count < count {
            let wanted = min(chunk.count, count - bytes.count)
            let got = recv(descriptor, &chunk, wanted, 0)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw failure("sent no answer") }
            guard got > 0 else {
                throw AgentReply.Refused(
                    problem: "closed the connection in the middle of its answer")
            }
            bytes += chunk[..<got]
        }
        return bytes
    }

    private func failure(_ what: String) -> AgentReply.Refused {
        AgentReply.Refused(problem: "\(what) (\(String(cString: strerror(errno))))")
    }
}
