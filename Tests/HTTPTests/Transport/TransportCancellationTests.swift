// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSHTTP
import Testing
import TestSupport

/// Cancellation and shutdown leave nothing behind.
struct TransportCancellationTests {
    /// Reports when the request was read and when the client has gone.
    private func silentServer() throws -> (LoopbackServer, AsyncStream<String>) {
        let news = AsyncStream.makeStream(of: String.self)
        let server = try LoopbackServer { peer in
            peer.readRequest()
            news.continuation.yield("request")
            peer.waitForClose()
            news.continuation.yield("closed")
        }
        return (server, news.stream)
    }

    @Test func `Cancelling a task removes its transfer and closes the connection`()
        async throws
    {
        let (server, news) = try silentServer()
        let transport = CurlTransport.loopback()
        let task = Task { try await transport.send(.init(.get, server.url)) }
        var iterator = news.makeAsyncIterator()
        #expect(await iterator.next() == "request")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await iterator.next() == "closed")
    }

    @Test func `A task cancelled before its request never connects`() async throws {
        let (server, _) = try silentServer()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await CurlTransport.loopback().send(.init(.get, server.url))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(server.connections == 0)
    }

    @Test func `Cancellations that race their requests all return`() async throws {
        let (server, _) = try silentServer()
        var settings = CurlTransport.Settings.loopback
        // On a busy machine the last cancellation comes minutes later.
        settings.idleLimit = .seconds(30 * 60)
        let transport = CurlTransport(settings: settings)
        let tasks = (0..<200).map { _ in
            Task { try await transport.send(.init(.get, server.url)) }
        }
        for task in tasks {
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `A shutdown ends current requests and refuses later ones`() async throws {
        let (server, news) = try silentServer()
        let transport = CurlTransport.loopback()
        let task = Task { try await transport.send(.init(.get, server.url)) }
        var iterator = news.makeAsyncIterator()
        #expect(await iterator.next() == "request")
        transport.shutdown()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await iterator.next() == "closed")
        let error = try await failure(of: .init(.get, server.url), transport: transport)
        #expect(error.kind == .unsendable)
    }

    @Test func `A released transport closes its connection`() async throws {
        let news = AsyncStream.makeStream(of: String.self)
        let server = try LoopbackServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 204 Done\r\n\r\n")
            peer.waitForClose()
            news.continuation.yield("closed")
        }
        _ = try await CurlTransport.loopback().send(.init(.get, server.url))
        var iterator = news.stream.makeAsyncIterator()
        #expect(await iterator.next() == "closed")
    }
}
