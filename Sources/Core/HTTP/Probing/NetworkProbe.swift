// SPDX-License-Identifier: Apache-2.0
import Glibc
import SCSSupport

/// Looks up names and opens connections without sending anything, to find what is in the way.
package protocol NetworkProbing: Sendable {
    /// The numeric addresses of a name; throws `TransportError` if it has none.
    func addresses(of name: String, onlyIPv4: Bool) async throws -> [String]
    /// Why no connection to the address was made within the limit; nil if one was.
    func obstacle(to address: String, port: Int, within limit: Duration) async throws -> String?
}

/// The system's resolver and sockets, each call on a thread of its own.
package struct NetworkProbe: NetworkProbing {
    package init() {}

    package func addresses(of name: String, onlyIPv4: Bool) async throws -> [String] {
        try await onThread { try Self.lookUp(name, onlyIPv4: onlyIPv4) }
    }

    package func obstacle(
        to address: String, port: Int, within limit: Duration
    ) async throws -> String? {
        try await onThread { try Self.connect(to: address, port, within: limit) }
    }

    private func onThread<T: Sendable>(
        _ body: @escaping @Sendable () throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let hasStarted = CurlThread.start {
                continuation.resume(with: Result { try body() })
            }
            guard !hasStarted else { return }
            continuation.resume(
                throwing: TransportError(
                    .unsendable, mayHaveArrived: false,
                    message: "The system has no thread left; raise the limit of threads."))
        }
    }

    private static func lookUp(_ name: String, onlyIPv4: Bool) throws -> [String] {
        var hints = addrinfo()
        hints.ai_family = onlyIPv4 ? AF_INET : AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        let list = try entries(name, nil, hints)
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next: UnsafeMutablePointer<addrinfo>? = list
        while let entry = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let result = getnameinfo(
                entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil,
                0, NI_NUMERICHOST)
            let address = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
            if result == 0, !found.contains(address) { found.append(address) }
            next = entry.pointee.ai_next
        }
        return found
    }

    private static func entries(
        _ name: String, _ port: String?, _ hints: addrinfo
    ) throws -> UnsafeMutablePointer<addrinfo> {
        var hints = hints
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(name, port, &hints, &list)
        guard result == 0, let list else {
            let reason = String(cString: gai_strerror(result))
            throw TransportError(
                .unresolved, mayHaveArrived: false,
                message: "\(name.harmless(200)) has no address: \(reason)")
        }
        return list
    }

    private static func connect(
        to address: String, _ port: Int, within limit: Duration
    ) throws -> String? {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        let list = try entries(address, String(port), hints)
        defer { freeaddrinfo(list) }
        let socket = Glibc.socket(
            list.pointee.ai_family,
            Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return systemWords() }
        defer { close(socket) }
        if Glibc.connect(socket, list.pointee.ai_addr, list.pointee.ai_addrlen) == 0 { return nil }
        guard errno == EINPROGRESS else { return systemWords() }
        var waiting = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, Int32(clamping: limit.wholeMilliseconds)) > 0 else {
            return "no answer within \(limit.formatted)"
        }
        var failure: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        guard getsockopt(socket, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 else {
            return systemWords()
        }
        return failure == 0 ? nil : String(cString: strerror(failure))
    }

    private static func systemWords() -> String { String(cString: strerror(errno)) }
}
