// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSHTTP
import Testing
import TestSupport

/// Against a real nginx.
struct TransportServerTests {
    @Test func `Consecutive requests share a connection`() async throws {
        let server = try NginxServer(server: #"location / { return 200 "$connection"; }"#)
        let transport = CurlTransport.loopback()
        var connections: Set<String> = []
        for _ in 1...20 {
            connections.insert(try await transport.text(.init(.get, server.url("/"))))
        }
        // On a busy machine one may be closed in between.
        #expect(connections.count <= 3)
    }

    @Test func `The phases of a call are measured, and a kept connection is not opened again`()
        async throws
    {
        let certificate = try Certificate()
        let server = try NginxServer(
            options: "ssl",
            files: ["certificate.pem": certificate.certificate, "key.pem": certificate.key],
            server: "ssl_certificate certificate.pem; ssl_certificate_key key.pem; "
                + "location / { return 200 x; }")
        var settings = CurlTransport.Settings.loopback
        settings.tls.verify = false
        let transport = CurlTransport(settings: settings)
        let request = HTTPRequest(.get, server.url("/", scheme: "https"))
        let first = try #require(try await transport.send(request).phases)
        #expect(first.lookup != nil && first.connect != nil)
        #expect(try #require(first.handshake) > .zero)
        // On a busy machine one may be closed in between.
        var kept: HTTPPhases?
        for _ in 1...20 where kept == nil {
            let phases = try await transport.send(request).phases
            if phases?.connect == nil { kept = phases }
        }
        #expect(kept?.lookup == nil && kept?.handshake == nil)
        #expect(try #require(kept).wait > .zero)
    }

    @Test func `Concurrent requests stay within the connection limit`() async throws {
        let server = try NginxServer(server: #"location / { return 200 "$connection $uri"; }"#)
        let transport = CurlTransport.loopback()
        let answers = try await withThrowingTaskGroup(of: [Substring].self) { group in
            for number in 1...64 {
                group.addTask {
                    let answer = try await transport.text(.init(.get, server.url("/\(number)")))
                    return answer.split(separator: " ")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(answers.map { $0[1] }).count == 64)
        #expect(Set(answers.map { $0[0] }).count <= 8)
    }

    @Test func `Collected answers may be compressed, streamed ones are not`()
        async throws
    {
        let content = Data(repeating: 0x61, count: 50_000)
        let server = try NginxServer(
            files: ["text.json": content],
            server: """
                root .; types { application/json json; } gzip on; gzip_types application/json;
                add_header x-encodings $http_accept_encoding;
                """)
        let transport = CurlTransport.loopback()
        let collected = try await transport.send(.init(.get, server.url("/text.json")))
        #expect(collected.headers["content-encoding"] == "gzip")
        #expect(collected.body == Array(content))

        let sink = CollectingSink()
        let streamed = try await transport.send(
            .init(.get, server.url("/text.json"), bodyDestination: .stream(sink)))
        #expect(streamed.headers["content-encoding"] == nil)
        #expect(streamed.headers["content-length"] == "50000")
        #expect(streamed.headers["x-encodings"] == nil)
        #expect(streamed.body.isEmpty)
        #expect(sink.bytes == Array(content))
    }

    @Test func `The size limit applies to the decompressed answer`() async throws {
        let server = try NginxServer(
            files: ["bomb.json": Data(count: 5_000_000)],
            server: "root .; types { application/json json; } gzip on; gzip_types application/json;"
        )
        let error = try await failure(
            of: .init(.get, server.url("/bomb.json"), bodyDestination: .collect(limit: 1_000_000)))
        #expect(error.kind == .tooLarge)
    }

    @Test func `Uploads and downloads preserve every byte`() async throws {
        let count = 5_000_000
        let server = try NginxServer(server: "root .; dav_methods PUT;")
        let transport = CurlTransport.loopback()
        let put = try await transport.send(
            .init(
                .put, server.url("/image"),
                body: .stream(length: Int64(count)) { CountingBytes(count: count) }))
        #expect(put.status == 201)
        let sink = CollectingSink()
        let get = try await transport.send(
            .init(.get, server.url("/image"), bodyDestination: .stream(sink)))
        #expect(get.status == 200)
        #expect(!get.endedEarly)
        #expect(sink.bytes == CountingBytes.all(count))
    }

    @Test func `A sink that has enough ends the transfer`() async throws {
        let server = try NginxServer(
            files: ["image": Data(count: 8_000_000)], server: "root .;")
        let sink = CollectingSink { $0 < 100_000 }
        let response = try await CurlTransport.loopback().send(
            .init(.get, server.url("/image"), bodyDestination: .stream(sink)))
        #expect(response.status == 200)
        #expect(response.endedEarly)
        #expect((100_000..<1_000_000).contains(sink.bytes.count))
    }

    @Test func `An error of the sink reaches the caller unchanged`() async throws {
        let server = try NginxServer(files: ["image": Data(count: 8_000)], server: "root .;")
        await #expect(throws: BrokenDisk.self) {
            try await CurlTransport.loopback().send(
                .init(
                    .get, server.url("/image"),
                    bodyDestination: .stream(CollectingSink { _ in throw BrokenDisk() })))
        }
    }

    @Test func `A sink receives only the body of a success`() async throws {
        let server = try NginxServer(
            files: ["image": Data("0123456789".utf8)],
            server: #"root .; location /no { return 404 "not here"; }"#)
        let transport = CurlTransport.loopback()
        let sink = CollectingSink()
        let missing = try await transport.send(
            .init(.get, server.url("/no"), bodyDestination: .stream(sink)))
        #expect(missing.status == 404)
        #expect(missing.body == Array("not here".utf8))
        #expect(sink.bytes.isEmpty)
        let part = try await transport.send(
            .init(
                .get, server.url("/image"), headers: ["Range": "bytes=2-4"],
                bodyDestination: .stream(sink)))
        #expect(part.status == 206)
        #expect(sink.bytes == Array("234".utf8))
    }

    @Test(arguments: [301, 302, 304, 307])
    func `A redirect is an answer and is not followed`(status: Int) async throws {
        let target = try LoopbackServer { $0.waitForClose() }
        let server = try NginxServer(server: "location / { return \(status) \(target.url); }")
        let response = try await CurlTransport.loopback().send(.init(.get, server.url("/")))
        #expect(response.status == status)
        #expect(target.connections == 0)
    }

    @Test func `An answer to HEAD has headers and no body`() async throws {
        let server = try NginxServer(files: ["image": Data(count: 70)], server: "root .;")
        let response = try await CurlTransport.loopback().send(.init(.head, server.url("/image")))
        #expect(response.headers["Content-Length"] == "70")
        #expect(response.body.isEmpty)
    }
}
