// SPDX-License-Identifier: Apache-2.0
package import Foundation
import Glibc
import Synchronization

/// A server of raw bytes on a free loopback port, for faults that no real server produces.
package final class LoopbackServer: Sendable {
    package let port: Int
    private let listener: CInt
    private let accepted = Mutex(0)

    /// `serve` runs on its own thread for each connection, which closes when it returns.
    package init(_ serve: @escaping @Sendable (Peer) -> Void) throws {
        (listener, port) = try LoopbackSocket.listen()
        Thread.detachNewThread { [weak self, listener] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else {
                    // Not closed earlier: the number could belong to another server by then.
                    close(listener)
                    return
                }
                self?.accepted.withLock { $0 += 1 }
                Thread.detachNewThread {
                    let peer = Peer(connection)
                    serve(peer)
                    peer.close()
                }
            }
        }
    }

    /// How many connections were accepted so far.
    package var connections: Int { accepted.withLock { $0 } }

    package var url: URL { URL.loopback(port: port) }

    deinit {
        shutdown(listener, CInt(SHUT_RDWR))  // ends the accepting thread
    }
}

/// The server's end of one connection.
package final class Peer {
    private let socket: CInt
    private var isOpen = true

    init(_ socket: CInt) {
        self.socket = socket
    }

    /// Reads to the end of a request's header; returns it with any bytes of the body.
    @discardableResult
    package func readRequest() -> String {
        var text = ""
        while !text.contains("\r\n\r\n") {
            let bytes = read()
            if bytes.isEmpty { break }
            text += String(decoding: bytes, as: UTF8.self)
        }
        return text
    }

    /// The next bytes; empty once the client has closed.
    package func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(socket, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : []
    }

    /// False once the client has gone.
    @discardableResult
    package func write(_ text: String) -> Bool {
        write(Array(text.utf8))
    }

    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Returns once the client has closed the connection.
    package func waitForClose() {
        while !read().isEmpty {}
    }

    /// Ends with RST instead of FIN, like the kernel of a crashed machine.
    package func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        close()
    }

    package func close() {
        guard isOpen else { return }
        isOpen = false
        _ = Glibc.close(socket)
    }
}
