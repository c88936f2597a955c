// SPDX-License-Identifier: Apache-2.0
import Glibc
import SCSCheck
import Synchronization

/// The header of a received request.
struct WireRequest: Sendable {
    var method: String
    /// Percent-encoded, with the query.
    var path: String
    var headers: [(name: String, value: String)]

    subscript(name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }
}

/// An answer to be sent.
struct WireAnswer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// Whether it was sent completely in chunks.
    var isSent = false
    /// What the connection does wrong with it, and the bytes of a stray answer.
    var lie: WireLie?
    var stray: [UInt8] = []

    /// The length that the header announces.
    var announced: Int {
        switch lie {
        case .short: max(0, body.count - 5)
        case .long, .held: body.count + 5
        default: body.count
        }
    }

    static func json(_ status: Int, _ body: [UInt8]) -> WireAnswer {
        WireAnswer(status: status, headers: [("Content-Type", "application/json")], body: body)
    }
}

/// The server's end of one connection (HTTP/1.1, kept alive).
final class Connection: Sendable {
    private struct State {
        var buffer: [UInt8] = []
        /// Unread bytes of the request's body; nil: it is chunked.
        var unread: Int? = 0
        var expectsContinue = false
    }

    private let socket: CInt
    private let state = Mutex(State())

    init(_ socket: CInt) {
        self.socket = socket
        // A small last segment must not wait for the acknowledgement of earlier ones.
        var yes: CInt = 1
        setsockopt(
            socket, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
    }

    /// The next request's header; nil once the client has disconnected.
    func readRequest() -> WireRequest? {
        state.withLock { state in
            while true {
                if let end = state.buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
                    let text = String(decoding: state.buffer[..<end.lowerBound], as: UTF8.self)
                    state.buffer.removeSubrange(..<end.upperBound)
                    return parse(text, &state)
                }
                guard receive(&state) else { return nil }
            }
        }
    }

    private func parse(_ text: String, _ state: inout State) -> WireRequest? {
        var lines = text.split(separator: "\r\n").map(String.init)
        guard !lines.isEmpty else { return nil }
        let first = lines.removeFirst().split(separator: " ").map(String.init)
        guard first.count == 3 else { return nil }
        let headers = lines.compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (String(line[..<colon]), String(value))
        }
        let request = WireRequest(method: first[0], path: first[1], headers: headers)
        let isChunked = request["transfer-encoding"]?.lowercased() == "chunked"
        state.unread = isChunked ? nil : request["content-length"].flatMap(Int.init) ?? 0
        state.expectsContinue = request["expect"]?.lowercased() == "100-continue"
        return request
    }

    /// The whole body.
    func readBody() -> [UInt8] {
        var body: [UInt8] = []
        while let piece = next(64 << 10), !piece.isEmpty { body += piece }
        return body
    }

    /// Skips the unread body; false once the client has disconnected.
    func skipBody() -> Bool {
        while let piece = next(64 << 10) { if piece.isEmpty { return true } }
        return false
    }

    /// The next bytes of the body; empty at its end, nil if the client disconnected before.
    func next(_ count: Int) -> [UInt8]? {
        state.withLock { state in
            if state.expectsContinue {
                state.expectsContinue = false
                guard send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) else { return nil }
            }
            if state.unread == nil {
                guard let length = nextChunk(&state) else { return nil }
                state.unread = length
                if length == 0 { return [] }
                guard let piece = take(min(count, length), &state) else { return nil }
                state.unread = length - piece.count
                if state.unread == 0 {
                    state.unread = nil
                    guard line(&state) != nil else { return nil }
                }
                return piece
            }
            guard let left = state.unread, left > 0 else { return [] }
            guard let piece = take(min(count, left), &state) else { return nil }
            state.unread = left - piece.count
            return piece
        }
    }

    private func nextChunk(_ state: inout State) -> Int? {
        guard let text = line(&state), let length = Int(text, radix: 16) else { return nil }
        if length == 0 { guard line(&state) != nil else { return nil } }
        return length
    }

    private func line(_ state: inout State) -> String? {
        while true {
            if let end = state.buffer.firstRange(of: Array("\r\n".utf8)) {
                let text = String(decoding: state.buffer[..<end.lowerBound], as: UTF8.self)
                state.buffer.removeSubrange(..<end.upperBound)
                return text
            }
            guard receive(&state) else { return nil }
        }
    }

    private func take(_ count: Int, _ state: inout State) -> [UInt8]? {
        if state.buffer.isEmpty { guard receive(&state) else { return nil } }
        let piece = Array(state.buffer.prefix(count))
        state.buffer.removeFirst(piece.count)
        return piece
    }

    private func receive(_ state: inout State) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        state.buffer += buffer[..<count]
        return true
    }

    /// Sends an answer in one piece; false once the client has disconnected, or must be
    /// disconnected.
    func write(_ answer: WireAnswer, to request: WireRequest) -> Bool {
        if answer.isSent { return true }
        if answer.lie == .slow { sleep(5) }
        var head = "HTTP/1.1 \(answer.status) Status\r\n"
        for (name, value) in answer.headers where name.lowercased() != "content-length" {
            head += "\(name): \(value)\r\n"
        }
        if answer.lie == .encoded { head += "Content-Encoding: gzip\r\n" }
        head += "Content-Length: \(answer.announced)\r\n\r\n"
        let body = request.method == "HEAD" ? [] : answer.body
        guard send(Array(head.utf8) + body + (answer.lie == .stray ? answer.stray : [])) else {
            return false
        }
        switch answer.lie {
        case .lateStray:
            usleep(20_000)
            return send(answer.stray)
        case .long: return false
        case .held:
            // Until the client disconnects.
            _ = state.withLock { receive(&$0) }
            return false
        default: return true
        }
    }

    /// Starts an answer of unknown length.
    func beginChunks() -> Bool {
        send(
            Array(
                ("HTTP/1.1 200 Status\r\nContent-Type: application/octet-stream\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n").utf8))
    }

    /// Sends one chunk; an empty one ends the answer.
    func writeChunk(_ bytes: [UInt8]) -> Bool {
        send(Array((String(bytes.count, radix: 16) + "\r\n").utf8) + bytes + [0x0D, 0x0A])
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// A request's body for the simulated cloud, read from the connection on arrival.
struct WireBody: ByteSource {
    let connection: Connection

    mutating func next(_ count: Int) throws -> [UInt8] {
        guard let piece = connection.next(count) else {
            throw TransportError(
                .connectionLost, mayHaveArrived: true, message: "The client has gone.")
        }
        return piece
    }
}

/// Sends a large body while the simulated cloud produces it.
final class WireSink: ByteSink {
    private let connection: Connection
    private let isRotten: Bool
    private let begun = Mutex(false)

    var hasBegun: Bool { begun.withLock { $0 } }

    init(_ connection: Connection, isRotten: Bool) {
        self.connection = connection
        self.isRotten = isRotten
    }

    func receive(_ bytes: [UInt8]) -> Bool {
        let isFirst = begun.withLock { begun in
            defer { begun = true }
            return !begun
        }
        if isFirst { guard connection.beginChunks() else { return false } }
        return connection.writeChunk(isRotten ? bytes.map { ~$0 } : bytes)
    }
}
