// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import Synchronization
import Testing
import TestSupport

@testable import SCSCheckCommand

/// A real nginx with configurable TLS; by default as Mozilla recommends.
struct TLSServer {
    static let suites =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
        + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
    static let curves = "X25519:prime256v1:secp384r1"

    let probe: CountingProbe
    private let nginx: NginxServer

    init(
        _ order: CertificateAuthority.Order = CertificateAuthority.Order(),
        protocols: String = "TLSv1.2 TLSv1.3", suites: String = suites, curves: String = curves,
        isSelfSigned: Bool = false, more: String = ""
    ) throws {
        let authority = try CertificateAuthority()
        let certificate =
            isSelfSigned ? try CertificateAuthority.selfSigned(order) : try authority.issue(order)
        // The tests look for exactly what this machine's OpenSSL would not serve by default.
        nginx = try NginxServer(
            options: "ssl",
            files: [
                "certificate.pem": certificate.certificate, "key.pem": certificate.key,
                "authority.pem": authority.certificate,
            ],
            server: """
                ssl_certificate certificate.pem; ssl_certificate_key key.pem;
                ssl_protocols \(protocols); ssl_ciphers \(suites):@SECLEVEL=0;
                ssl_ecdh_curve \(curves); access_log access.log; \(more)
                location / { return 200; }
                """)
        probe = CountingProbe(
            authority: nginx.directory.appending(path: "authority.pem").path())
    }

    var host: String { "localhost:\(nginx.port)" }

    /// The requests that it received.
    func requests() throws -> String {
        try String(contentsOf: nginx.directory.appending(path: "access.log"), encoding: .utf8)
    }

    func verdicts(
        paths: [String] = ["/"], others: [String] = []
    ) async throws -> [String: TestcaseOutcome] {
        try await Probing(urls: paths.map { "https://\(host)\($0)" } + others, probe: probe)
            .outcomes()
    }

    /// A test case's evidence about this host.
    func told(_ outcomes: [String: TestcaseOutcome], _ name: String) throws -> String {
        let outcome = try #require(outcomes["scs-0125-x-\(name)"])
        return try #require(outcome.evidence.first { $0.text.hasPrefix(host) }).text
    }
}

/// Handshakes as in production, with a test authority, counted.
final class CountingProbe: TLSProbing {
    private let base: TLSProbe
    private let made = Mutex(0)

    init(authority: String? = nil) {
        var settings = CurlTransport.Settings(tls: .init(caFile: authority))
        settings.usesProxies = false
        base = TLSProbe(settings: settings)
    }

    var count: Int { made.withLock { $0 } }

    func handshake(_ offer: TLSOffer, with host: TLSHost) async throws -> TLSAnswer {
        made.withLock { $0 += 1 }
        return try await base.handshake(offer, with: host)
    }
}

/// The test cases of scs-0125 against a cloud whose registry has these public endpoints.
struct Probing {
    var urls: [String]
    var probe = CountingProbe()

    func outcomes() async throws -> [String: TestcaseOutcome] {
        let clock = ContinuousClock()
        let cloud = Cloud(
            try .test(authURL: URL.loopback(port: 1, "/v3").absoluteString),
            transport: Keystone(urls: urls), clock: clock, date: { Date() }, tlsProbe: probe)
        let registry = try CheckProgram.current.registry()
        let plan = try Plan(
            modules: registry.modules, standards: registry.standards,
            selectors: ["scs-0125-x-*"], depth: nil)
        let outcomes = await Engine(
            cloud: cloud, plan: plan,
            tracker: ResourceTracker(
                prefix: "scs-check-test", journal: JournalMemory(), date: { Date() }),
            settings: CheckSettings(seed: 1)
        ).run()
        return Dictionary(
            uniqueKeysWithValues: outcomes.filter { $0.id.hasPrefix("scs-0125") }.map {
                ($0.id, $0)
            }
        )
    }

    /// Gives a token, whatever is asked; its registry lists the endpoints.
    private struct Keystone: HTTPTransport {
        let urls: [String]

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            let endpoints = urls.map {
                #"{"interface": "public", "region_id": "r", "url": "\#($0)"}"#
            }
            let body = """
                {"token": {"expires_at": "2099-01-01T00:00:00.000000Z",
                 "user": {"id": "u", "name": "demo"}, "project": {"id": "p", "name": "demo"},
                 "roles": [{"id": "1", "name": "member"}],
                 "catalog": [{"type": "compute", "name": "nova",
                              "endpoints": [\(endpoints.joined(separator: ", "))]}]}}
                """
            return HTTPResponse(
                status: 201, headers: ["X-Subject-Token": "t"], body: Array(body.utf8))
        }
    }
}
