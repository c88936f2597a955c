// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSHTTP
import SCSSupport
import Testing
import TestSupport

/// What is refused before sending, and what is sent.
struct TransportRequestTests {
    @Test(arguments: [
        ("x-a", "1\r\nx-b: 2"), ("x-a", "1\n"), ("x-a", "1\0"), ("x-a\r\nx-b", "1"), ("", "1"),
        ("x a", "1"), ("x:", "1"), ("Content-Length", "1"), ("Transfer-Encoding", "chunked"),
    ])
    func `A header that could inject another one is refused`(name: String, value: String)
        async throws
    {
        let server = try LoopbackServer { $0.waitForClose() }
        let error = try await failure(
            of: .init(.get, server.url, headers: HTTPHeaders([(name, value)])))
        #expect(error.kind == .unsendable)
        #expect(!error.mayHaveArrived)
        #expect(server.connections == 0)
    }

    @Test func `The error about a refused header does not show its value`() async throws {
        var headers = HTTPHeaders()
        headers.set("x-auth-token", secret: Secret("gAAAA\n"))
        let error = try await failure(
            of: .init(.get, .loopback(port: 9), headers: headers))
        #expect(!error.message.contains("gAAAA"))
        #expect(error.message.contains("x-auth-token"))
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1", "http:///x", "http://a:b@127.0.0.1/",
    ])
    func `A URL of another scheme is refused`(text: String) async throws {
        let error = try await failure(of: .init(.get, #require(URL(string: text))))
        #expect(error.kind == .unsendable)
    }

    @Test func `An empty POST has a length, and PUT, PATCH and DELETE keep their methods`()
        async throws
    {
        let echo = try LoopbackServer.echo()
        let transport = CurlTransport.loopback()
        for method in [HTTPRequest.Method.post, .put, .patch, .delete, .get] {
            let text = try await transport.text(.init(method, echo.url))
            #expect(text.hasPrefix("\(method.rawValue) / HTTP/1.1\r\n"))
            let hasLength = text.lowercased().contains("content-length: 0\r\n")
            #expect(hasLength == ![.get, .delete].contains(method))
        }
    }

    @Test func `A request has no unrequested headers`() async throws {
        let echo = try LoopbackServer.echo()
        let text = try await CurlTransport.loopback().text(
            .init(
                .post, echo.url, headers: ["x-empty": "", "x-auth-token": "t"],
                body: .bytes([UInt8](repeating: 0x61, count: 2_000_000))))
        let names = text.split(separator: "\r\n").dropFirst().map { line in
            line.prefix { $0 != ":" }.lowercased()
        }
        #expect(
            Set(names) == [
                "host", "accept", "accept-encoding", "user-agent", "x-empty", "x-auth-token",
                "content-length",
            ])
        #expect(text.contains("User-Agent: scs-check/test\r\n"))
    }

    @Test(arguments: [0, 1, 70_000, 3_000_000])
    func `A streamed body arrives completely, with its length`(count: Int) async throws {
        let received = AsyncStream.makeStream(of: (String, Int).self)
        let server = try LoopbackServer { peer in
            let text = peer.readRequest()
            let header = text.components(separatedBy: "\r\n\r\n")[0]
            var rest = count - (text.utf8.count - header.utf8.count - 4)
            while rest > 0 { rest -= max(peer.read().count, 1) }
            received.continuation.yield((header, rest))
            peer.write("HTTP/1.1 204 Done\r\n\r\n")
        }
        // ASCII, so that the header has as many characters as bytes.
        let response = try await CurlTransport.loopback().send(
            .init(
                .put, server.url,
                body: .stream(length: Int64(count)) { Letters(count: count) }))
        #expect(response.status == 204)
        var iterator = received.stream.makeAsyncIterator()
        let (header, rest) = try #require(await iterator.next())
        #expect(header.contains("Content-Length: \(count)"))
        #expect(!header.contains("Expect"))
        #expect(rest == 0)
    }

    @Test func `An error of the source reaches the caller unchanged`() async throws {
        let server = try LoopbackServer { $0.waitForClose() }
        await #expect(throws: BrokenDisk.self) {
            try await CurlTransport.loopback().send(
                .init(.put, server.url, body: .stream(length: 10) { BrokenDisk() }))
        }
    }

    @Test(arguments: [99_999, 100_001])
    func `A source of another length than announced ends the upload`(count: Int) async throws {
        let server = try LoopbackServer { $0.waitForClose() }
        let error = try await failure(
            of: .init(.put, server.url, body: .stream(length: 100_000) { Letters(count: count) }))
        #expect(error.kind == .unsendable)
        #expect(error.message.contains("100000 bytes"))
    }
}

extension LoopbackServer {
    /// Answers each request with its own header.
    static func echo() throws -> LoopbackServer {
        try LoopbackServer { peer in
            let text = peer.readRequest()
            let header = text.components(separatedBy: "\r\n\r\n")[0] + "\r\n"
            peer.write(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: \(header.utf8.count)\r\n\r\n"
            )
            peer.write(header)
            peer.waitForClose()
        }
    }
}

extension CurlTransport {
    func text(_ request: HTTPRequest) async throws -> String {
        String(decoding: try await send(request).body, as: UTF8.self)
    }
}
