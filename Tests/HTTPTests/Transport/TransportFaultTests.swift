// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSHTTP
import Synchronization
import Testing
import TestSupport

/// A misbehaving server, and the caller's error.
struct TransportFaultTests {
    @Test func `A closed port refuses the connection, and nothing has arrived`()
        async throws
    {
        let (socket, port) = try LoopbackSocket.bind()
        defer { close(socket) }
        let error = try await failure(of: .init(.post, .loopback(port: port)))
        #expect(error.kind == .noConnection)
        #expect(!error.mayHaveArrived)
        #expect(error.message.contains("127.0.0.1:\(port)"))
    }

    @Test func `A name without an address is unresolved`() async throws {
        let error = try await failure(of: .init(.get, #require(URL(string: "http://x.invalid/"))))
        #expect(error.kind == .unresolved)
        #expect(!error.mayHaveArrived)
    }

    @Test(.enabled(if: LoopbackSocket.hasIPv6))
    func `IPv4 alone does not reach a service on IPv6`() async throws {
        // Held on IPv4, so that no other test listens there.
        let (held, port) = try LoopbackSocket.bind()
        defer { close(held) }
        let (socket, _) = try LoopbackSocket.listenOnIPv6(port: port)
        defer { close(socket) }
        var settings = CurlTransport.Settings.loopback
        settings.idleLimit = .milliseconds(300)
        let request = HTTPRequest(.get, .loopback(port: port, host: "localhost"))
        // It accepts connections and never answers.
        #expect(try await failure(of: request, settings).mayHaveArrived)
        settings.forcesIPv4 = true
        #expect(try await failure(of: request, settings).kind == .noConnection)
    }

    @Test func `After a reset before the answer the request may have arrived`() async throws {
        let server = try LoopbackServer { peer in
            peer.readRequest()
            peer.reset()
        }
        let error = try await failure(of: .init(.post, server.url, body: .bytes([1])))
        #expect(error.kind == .connectionLost)
        #expect(error.mayHaveArrived)
    }

    @Test(arguments: [true, false])
    func `A connection that ends inside the body is lost`(byReset: Bool) async throws {
        let server = try LoopbackServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            if byReset { peer.reset() }
        }
        let error = try await failure(of: .init(.get, server.url))
        #expect(error.kind == .connectionLost)
        #expect(error.mayHaveArrived)
    }

    @Test func `Bytes delivered before the connection broke are counted`() async throws {
        let server = try LoopbackServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        }
        let sink = CollectingSink()
        let error = try await failure(of: .init(.get, server.url, bodyDestination: .stream(sink)))
        #expect(error.kind == .connectionLost)
        #expect(error.bytesDelivered == 4)
        #expect(sink.bytes == Array("half".utf8))
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome"])
    func `A silent server hits the idle limit`(start: String) async throws {
        let server = try LoopbackServer { peer in
            peer.readRequest()
            peer.write(start)
            peer.waitForClose()
        }
        var settings = CurlTransport.Settings.loopback
        settings.idleLimit = .milliseconds(60)
        let error = try await failure(of: .init(.get, server.url), settings)
        #expect(error.kind == .timedOut)
        #expect(error.mayHaveArrived)
        #expect(error.message.contains("No byte moved"))
    }

    @Test func `A request's time limit spans the whole exchange`() async throws {
        let server = try LoopbackServer { peer in
            peer.readRequest()
            peer.waitForClose()
        }
        let error = try await failure(
            of: .init(.get, server.url, timeLimit: .milliseconds(60)))
        #expect(error.kind == .timedOut)
        #expect(error.message.contains("time limit"))
    }

    @Test func `A handshake that never comes hits the connect limit`() async throws {
        let server = try LoopbackServer { $0.waitForClose() }
        var settings = CurlTransport.Settings.loopback
        settings.connectLimit = .milliseconds(60)
        let error = try await failure(
            of: .init(.post, .loopback("https", port: server.port)), settings)
        #expect(error.kind == .timedOut)
        #expect(!error.mayHaveArrived)
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n", "\0\u{1}\u{2}", "HTTP/1.1 abc\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
    ])
    func `An answer that is not HTTP is malformed`(garbage: String) async throws {
        let server = try LoopbackServer { peer in
            peer.readRequest()
            peer.write(garbage)
        }
        let error = try await failure(of: .init(.get, server.url))
        #expect(error.kind == .malformed)
    }

    @Test func `An answer beyond the limit is too large`() async throws {
        let server = try LoopbackServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            peer.write([UInt8](repeating: 0x61, count: 100_000))
        }
        let error = try await failure(
            of: .init(.get, server.url, bodyDestination: .collect(limit: 99_999)))
        #expect(error.kind == .tooLarge)
        let whole = try await CurlTransport.loopback().send(
            .init(.get, server.url, bodyDestination: .collect(limit: 100_000)))
        #expect(whole.body.count == 100_000)
    }

    @Test func `An error's body may exceed the limit for the answer`() async throws {
        let server = try LoopbackServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 500 No\r\nConnection: close\r\n\r\nlong explanation")
        }
        let response = try await CurlTransport.loopback().send(
            .init(.get, server.url, bodyDestination: .collect(limit: 4)))
        #expect(response.status == 500)
        #expect(response.body == Array("long explanation".utf8))
    }

    @Test(arguments: [1, 400])
    func `An endless header is too large`(lines: Int) async throws {
        let server = try LoopbackServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\n")
            let value = String(repeating: "a", count: 300_000 / lines)
            for _ in 1...lines { peer.write("x-filler: \(value)\r\n") }
            peer.waitForClose()
        }
        let error = try await failure(of: .init(.get, server.url))
        #expect(error.kind == .tooLarge)
    }

    @Test func `Interim answers and trailers are not the answer`() async throws {
        let server = try LoopbackServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 103 Early Hints\r\nx-early: 1\r\n\r\n")
            peer.write("HTTP/1.1 200 OK\r\nX-Late:  2 \r\nTransfer-Encoding: chunked\r\n\r\n")
            peer.write("2\r\nhi\r\n0\r\nx-trailer: 3\r\n\r\n")
        }
        let response = try await CurlTransport.loopback().send(.init(.get, server.url))
        #expect(response.status == 200)
        #expect(response.body == Array("hi".utf8))
        #expect(response.headers["x-early"] == nil)
        #expect(response.headers["x-late"] == "2")
        #expect(response.headers["x-trailer"] == nil)
    }

    @Test func `Libcurl does not resend a creation when a kept connection breaks`() async throws {
        let creations = Mutex(0)
        let server = try LoopbackServer { peer in
            let first = peer.readRequest()
            if first.hasPrefix("POST") { creations.withLock { $0 += 1 } }
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            if peer.readRequest().hasPrefix("POST") { creations.withLock { $0 += 1 } }
        }
        let transport = CurlTransport.loopback()
        _ = try await transport.send(.init(.get, server.url))
        do {
            // On a busy machine the connection may be gone before; a new one then serves it, once.
            _ = try await transport.send(.init(.post, server.url, body: .bytes([1])))
        } catch let error as TransportError {
            #expect(error.kind == .connectionLost)
            #expect(error.mayHaveArrived)
        }
        #expect(creations.withLock { $0 } == 1)
        let repeated = try await transport.send(.init(.get, server.url))
        #expect(repeated.status == 200)
    }
}

/// The error of a request that must fail.
func failure(
    of request: HTTPRequest, _ settings: CurlTransport.Settings = .loopback,
    transport: CurlTransport? = nil
) async throws -> TransportError {
    let transport = transport ?? CurlTransport(settings: settings)
    return try await #require(throws: TransportError.self) { try await transport.send(request) }
}

extension CurlTransport.Settings {
    /// Without the proxies of the test machine.
    static var loopback: Self {
        var settings = Self(userAgent: "scs-check/test")
        settings.usesProxies = false
        return settings
    }
}

extension CurlTransport {
    static func loopback() -> CurlTransport { CurlTransport(settings: .loopback) }
}
