// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Foundation
import SCSHTTP
import Synchronization
import Testing
import TestSupport

/// Unrequested bytes and the connections of abandoned requests are never used.
struct TransportStrayTests {
    private static let stray = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nSTRAY!"

    /// When the stray answer arrives.
    enum Moment: CaseIterable {
        /// Together with the previous answer.
        case together
        /// While the connection is idle.
        case late
    }

    /// Answers each request with its own path, except the first, which gets `first` and the stray
    /// answer.
    private func server(
        first: String, _ moment: Moment, _ go: DispatchSemaphore,
        sent: AsyncStream<Void>.Continuation
    ) throws -> LoopbackServer {
        let requests = Atomic(0)
        return try LoopbackServer { peer in
            while true {
                let request = peer.readRequest()
                guard let path = request.split(separator: " ").dropFirst().first else { return }
                let own = "HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(path)"
                guard requests.add(1, ordering: .relaxed).oldValue == 0 else {
                    peer.write(own)
                    continue
                }
                let answer = first.isEmpty ? own : first
                switch moment {
                case .together: peer.write(answer + Self.stray)
                case .late:
                    peer.write(answer)
                    go.wait()
                    peer.write(Self.stray)
                }
                sent.yield()
            }
        }
    }

    @Test(
        arguments: [
            "", "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        ], Moment.allCases)
    func `A stray answer never answers the next request`(
        first: String, moment: Moment
    ) async throws {
        let (sent, continuation) = AsyncStream.makeStream(of: Void.self)
        let go = DispatchSemaphore(value: 0)
        let server = try server(first: first, moment, go, sent: continuation)
        let transport = CurlTransport.loopback()
        _ = try await transport.send(.init(.get, server.url))
        go.signal()
        for await _ in sent { break }
        for method in [HTTPRequest.Method.post, .get, .delete] {
            let url = URL.loopback(port: server.port, "/\(method.rawValue)")
            let answer = try await transport.send(.init(method, url))
            #expect(String(decoding: answer.body, as: UTF8.self) == "/\(method.rawValue)")
        }
        // libcurl discards what follows an answer without a length.
        let isThrownAway = moment == .together && !first.isEmpty
        #expect(server.connections == 2 || isThrownAway)
    }

    /// Ways to abandon a request while its answer arrives.
    enum Surrender: CaseIterable { case cancelled, idle, timeLimit, sinkHadEnough, tooLarge }

    @Test(arguments: Surrender.allCases)
    func `The connection of an abandoned request is not reused`(
        surrender: Surrender
    ) async throws {
        let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
        let requests = Atomic(0)
        let server = try LoopbackServer { peer in
            peer.readRequest()
            guard requests.add(1, ordering: .relaxed).oldValue == 0 else {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nright")
                return
            }
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nwrong")
            continuation.yield()
            peer.waitForClose()
        }
        var settings = CurlTransport.Settings.loopback
        if surrender == .idle { settings.idleLimit = .milliseconds(50) }
        let transport = CurlTransport(settings: settings)
        var request = HTTPRequest(.get, server.url)
        switch surrender {
        case .cancelled, .idle: break
        case .timeLimit: request.timeLimit = .milliseconds(50)
        case .sinkHadEnough: request.bodyDestination = .stream(CollectingSink { $0 < 5 })
        case .tooLarge: request.bodyDestination = .collect(limit: 4)
        }
        let task = Task { [request] in try await transport.send(request) }
        for await _ in begun { break }
        if surrender == .cancelled { task.cancel() }
        _ = await task.result
        let answer = try await transport.text(.init(.get, server.url))
        #expect(answer == "right")
        #expect(server.connections == 2)
    }

    @Test(.timeLimit(.minutes(1)))
    func `A stray answer in the same TLS record is ignored`()
        async throws
    {
        let server = try RawTLSServer()
        let port = try #require(await server.port())
        var settings = CurlTransport.Settings.loopback
        settings.tls.verify = false
        let transport = CurlTransport(settings: settings)
        for path in ["/first", "/second"] {
            async let answer = transport.text(
                .init(.get, .loopback("https", port: port, path)))
            #expect(await server.has(seen: "GET \(path) HTTP/1.1"))
            let length = "Content-Length: \(path.utf8.count)"
            server.write("HTTP/1.1 200 OK\r\n\(length)\r\n\r\n\(path)" + Self.stray)
            #expect(try await answer == path)
        }
    }

    @Test func `Clean connections are reused, over TLS too`()
        async throws
    {
        let certificate = try Certificate()
        let server = try NginxServer(
            options: "ssl",
            files: ["certificate.pem": certificate.certificate, "key.pem": certificate.key],
            server: #"ssl_certificate certificate.pem; ssl_certificate_key key.pem; "#
                + #"location / { return 200 "$connection"; }"#)
        var settings = CurlTransport.Settings.loopback
        settings.tls.verify = false
        let transport = CurlTransport(settings: settings)
        var connections: Set<String> = []
        for _ in 1...20 {
            let url = server.url("/", scheme: "https")
            connections.insert(try await transport.text(.init(.get, url)))
        }
        // On a busy machine one may be closed in between.
        #expect(connections.count <= 3)
    }
}

/// `openssl s_server`: TLS around arbitrary bytes.
private final class RawTLSServer {
    private let folder: TemporaryFolder
    private let program: LastingProgram
    private let input = Pipe()
    private var output: AsyncStream<Data>.Iterator
    private var seen = ""

    init() throws {
        folder = try TemporaryFolder()
        let certificate = try Certificate()
        try certificate.certificate.write(to: folder.file("certificate.pem"))
        try certificate.key.write(to: folder.file("key.pem"))
        let (stream, continuation) = AsyncStream.makeStream(of: Data.self)
        output = stream.makeAsyncIterator()
        let pipe = Pipe()
        // It ignores SIGTERM while it waits for a handshake.
        program = try LastingProgram(
            "/usr/bin/openssl",
            [
                "s_server", "-accept", "127.0.0.1:0", "-cert", folder.path + "/certificate.pem",
                "-key", folder.path + "/key.pem",
            ],
            descriptors: [
                0: input.fileHandleForReading.fileDescriptor,
                1: pipe.fileHandleForWriting.fileDescriptor,
            ], endedBy: SIGKILL)
        try input.fileHandleForReading.close()
        try pipe.fileHandleForWriting.close()
        let reader = pipe.fileHandleForReading
        Thread.detachNewThread {
            while case let data = reader.availableData, !data.isEmpty { continuation.yield(data) }
            continuation.finish()
        }
    }

    func write(_ text: String) {
        input.fileHandleForWriting.write(Data(text.utf8))
    }

    func port() async -> Int? {
        guard await has(seen: "ACCEPT 127.0.0.1:"), await has(seen: "\n") else { return nil }
        return seen.split(separator: "ACCEPT 127.0.0.1:").last
            .flatMap { Int($0.prefix { $0.isNumber }) }
    }

    /// Waits until it has printed this text.
    func has(seen text: String) async -> Bool {
        while !seen.contains(text) {
            guard let data = await output.next() else { return false }
            seen += String(decoding: data, as: UTF8.self)
        }
        return true
    }
}
