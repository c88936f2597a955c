// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSHTTP
import SCSSupport
import Testing
import TestSupport

/// Which servers the transport trusts.
struct TransportTLSTests {
    private static let server =
        #"ssl_certificate certificate.pem; ssl_certificate_key key.pem; "#
        + #"location / { return 200 "$server_protocol $ssl_protocol"; }"#

    private func nginx(_ extra: String = "", certificate: Certificate) throws -> NginxServer {
        try NginxServer(
            options: "ssl http2",
            files: ["certificate.pem": certificate.certificate, "key.pem": certificate.key],
            server: Self.server + extra)
    }

    private func settings(_ tls: TLSSettings) -> CurlTransport.Settings {
        var settings = CurlTransport.Settings.loopback
        settings.tls = tls
        return settings
    }

    private func authority(_ server: NginxServer) -> TLSSettings {
        .init(caFile: server.directory.appending(path: "certificate.pem").path())
    }

    @Test func `A self-signed certificate is refused by default`() async throws {
        let server = try nginx(certificate: Certificate())
        let error = try await failure(
            of: .init(.post, server.url("/", scheme: "https", host: "localhost")))
        #expect(error.kind == .untrusted)
        #expect(!error.mayHaveArrived)
        #expect(error.message.contains("cacert"))
    }

    @Test func `A named authority is trusted, and the answer comes over HTTP 2`()
        async throws
    {
        let server = try nginx(" ssl_protocols TLSv1.2 TLSv1.3;", certificate: Certificate())
        let transport = CurlTransport(settings: settings(authority(server)))
        let answer = try await transport.send(
            .init(.get, server.url("/", scheme: "https", host: "localhost")))
        #expect(String(decoding: answer.body, as: UTF8.self) == "HTTP/2.0 TLSv1.3")
        #expect(answer.connection == HTTPConnection(version: "HTTP/2", tls: .tls13))
    }

    @Test func `A trusted certificate for another name is refused`()
        async throws
    {
        let server = try nginx(certificate: Certificate(name: "elsewhere.test"))
        let error = try await failure(
            of: .init(.get, server.url("/", scheme: "https", host: "localhost")),
            settings(authority(server)))
        #expect(error.kind == .untrusted)
    }

    @Test func `Without verification every certificate is accepted`() async throws {
        let server = try nginx(certificate: Certificate(name: "elsewhere.test"))
        let response = try await CurlTransport(settings: settings(.init(verify: false)))
            .send(.init(.get, server.url("/", scheme: "https")))
        #expect(response.status == 200)
    }

    @Test func `A server limited to TLS 1.0 is refused`() async throws {
        let server = try nginx(
            " ssl_protocols TLSv1; ssl_ciphers ALL:@SECLEVEL=0;", certificate: Certificate())
        let error = try await failure(
            of: .init(.get, server.url("/", scheme: "https")), settings(.init(verify: false)))
        #expect(error.kind == .untrusted)
        #expect(!error.mayHaveArrived)
    }

    @Test func `A missing CA file is reported by name`() async throws {
        let server = try nginx(certificate: Certificate())
        let error = try await failure(
            of: .init(.get, server.url("/", scheme: "https")),
            settings(.init(caFile: "/nowhere/ca.pem")))
        #expect(error.kind == .untrusted)
        #expect(error.message.contains("/nowhere/ca.pem"))
    }

    @Test func `A service that requests a client certificate gets it`() async throws {
        let server = try nginx(
            " ssl_client_certificate certificate.pem; ssl_verify_client on;",
            certificate: Certificate())
        var tls = authority(server)
        let url = server.url("/", scheme: "https", host: "localhost")
        let refused = try await CurlTransport(settings: settings(tls)).send(.init(.get, url))
        #expect(refused.status == 400)
        tls.clientCertificate = tls.caFile
        tls.clientKey = server.directory.appending(path: "key.pem").path()
        let accepted = try await CurlTransport(settings: settings(tls)).send(.init(.get, url))
        #expect(accepted.status == 200)
    }

    @Test func `An encrypted client key is opened with its passphrase, without a prompt`()
        async throws
    {
        let server = try nginx(
            " ssl_client_certificate certificate.pem; ssl_verify_client on;",
            certificate: Certificate())
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/openssl")
        openssl.currentDirectoryURL = server.directory
        openssl.arguments = [
            "pkey", "-in", "key.pem", "-aes128", "-passout", "pass:hunter22", "-out", "locked.pem",
        ]
        try openssl.run()
        openssl.waitUntilExit()
        var tls = authority(server)
        tls.clientCertificate = tls.caFile
        tls.clientKey = server.directory.appending(path: "locked.pem").path()
        let url = server.url("/", scheme: "https", host: "localhost")
        for wrong in [nil, Secret("hunter23")] {
            tls.keyPassphrase = wrong
            let error = try await failure(of: .init(.get, url), settings(tls))
            #expect(error.kind == .untrusted)
            #expect(error.message.contains("passphrase"))
        }
        tls.keyPassphrase = Secret("hunter22")
        let accepted = try await CurlTransport(settings: settings(tls)).send(.init(.get, url))
        #expect(accepted.status == 200)
    }

    @Test func `A broken handshake is no connection, so it may be retried`()
        async throws
    {
        let server = try LoopbackServer { peer in
            _ = peer.read()
            peer.reset()
        }
        let error = try await failure(of: .init(.post, .loopback("https", port: server.port)))
        #expect(error.kind == .noConnection)
        #expect(!error.mayHaveArrived)
    }

    @Test func `Plain HTTP on an https port is reported`() async throws {
        let server = try LoopbackServer { peer in
            _ = peer.read()
            peer.write("HTTP/1.1 400 Bad Request\r\n\r\n")
            peer.waitForClose()
        }
        let error = try await failure(of: .init(.get, .loopback("https", port: server.port)))
        #expect(error.kind == .untrusted)
    }
}
