// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Glibc
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand
@testable import SCSHTTP
@testable import SCSOpenStack

/// The doctor's view of the way to Keystone: real sockets and a real nginx on loopback.
struct ConnectionExaminationTests {
    private func lines(
        _ url: String, verify: Bool = true, environment: [String: String] = [:],
        network: any NetworkProbing = NetworkProbe(), tls: any TLSProbing = CountingProbe()
    ) async throws -> [Diagnosis.Check: Diagnosis.Line] {
        var configuration = try CloudConfiguration.test(authURL: url)
        configuration.tls.verify = verify
        let lines = try await ConnectionExamination(
            configuration: configuration, environment: environment, network: network, tls: tls,
            date: { Date() }
        ).lines()
        #expect(lines.map(\.check) == [.proxy, .dns, .tcp, .tls])
        return lines.reduce(into: [:]) { $0[$1.check] = $1 }
    }

    @Test func `A server that works shows its certificate's validity and chain`() async throws {
        let server = try TLSServer()
        let found = try await lines("https://\(server.host)/v3", tls: server.probe)
        #expect(found[.proxy]?.found == "none")
        #expect(found[.dns]?.found.contains("127.0.0.1") == true)
        #expect(found[.tls]?.found.contains("the certificate is valid until") == true)
        #expect(found[.tls]?.found.contains("chain of") == true)
        #expect(found[.tls]?.state != .fail)
        #expect(try server.requests().isEmpty)
    }

    @Test func `A certificate that nobody trusts fails, and its dates are shown`() async throws {
        let server = try TLSServer()
        let found = try await lines("https://\(server.host)/v3")
        #expect(found[.tls]?.state == .fail)
        #expect(found[.tls]?.found.contains("valid until") == true)
        #expect(found[.tls]?.advice?.contains("cacert") == true)
        let unverified = try await lines("https://\(server.host)/v3", verify: false)
        #expect(unverified[.tls]?.state == .warn)
        #expect(unverified[.tls]?.found.contains("not verified") == true)
    }

    @Test func `A port that speaks plain HTTP fails at TLS`() async throws {
        let nginx = try NginxServer(server: "location / { return 200; }")
        let found = try await lines("https://127.0.0.1:\(nginx.port)/v3")
        #expect(found[.tcp]?.state == .ok)
        #expect(found[.tls]?.state == .fail)
        let plain = try await lines("http://127.0.0.1:\(nginx.port)/v3")
        #expect(plain[.tls]?.state == .warn)
    }

    @Test func `A closed port fails, and TLS is not tried`() async throws {
        let (socket, port) = try LoopbackSocket.bind()
        defer { Glibc.close(socket) }
        let found = try await lines("https://127.0.0.1:\(port)/v3")
        #expect(found[.tcp]?.state == .fail)
        #expect(found[.tcp]?.found == "127.0.0.1 port \(port): Connection refused")
        #expect(found[.tls]?.state == .skipped)
    }

    @Test func `A name without an address fails`() async throws {
        let found = try await lines("https://nowhere.invalid/v3")
        #expect(found[.dns]?.state == .fail)
        #expect(found[.dns]?.found.contains("nowhere.invalid has no address") == true)
        #expect(found[.tcp]?.state == .skipped && found[.tls]?.state == .skipped)
    }

    @Test func `With a proxy, its name and port are tried`() async throws {
        let network = Scripted()
        let found = try await lines(
            "https://cloud.example/v3",
            environment: ["https_proxy": "http://me:secret@proxy.example:3128"], network: network)
        #expect(found[.proxy]?.found == "http://proxy.example:3128, by https_proxy")
        #expect(found[.dns]?.found == "proxy.example is 192.0.2.1, 192.0.2.2")
        #expect(found[.tcp]?.state == .warn)
        #expect(found[.tcp]?.found == "192.0.2.2 port 3128: no")
    }

    static let proxies: [(url: String, environment: [String: String], variable: String?)] = [
        ("https://a.example", ["https_proxy": "p:1"], "https_proxy"),
        ("https://a.example", ["HTTPS_PROXY": "http://p"], "HTTPS_PROXY"),
        ("http://a.example", ["HTTP_PROXY": "http://p"], nil),
        ("http://a.example", ["all_proxy": "socks5://p:1"], "all_proxy"),
        ("https://a.example", ["https_proxy": "p", "no_proxy": "b.example, .example"], nil),
        ("https://a.example", ["https_proxy": "p", "NO_PROXY": "*"], nil),
        ("https://a.example", ["https_proxy": "p", "no_proxy": "ample"], "https_proxy"),
        ("https://a.example", ["https_proxy": ""], nil),
    ]

    @Test(arguments: proxies)
    func `The proxy is the one that libcurl takes`(
        _ url: String, _ environment: [String: String], _ variable: String?
    ) throws {
        let url = try #require(URL(string: url))
        #expect(ProxyChoice(for: url, in: environment)?.variable == variable)
    }
}

/// Two addresses, of which the second answers nobody.
private struct Scripted: NetworkProbing {
    func addresses(of name: String, onlyIPv4: Bool) async throws -> [String] {
        ["192.0.2.1", "192.0.2.2"]
    }

    func obstacle(to address: String, port: Int, within limit: Duration) async throws -> String? {
        address == "192.0.2.2" ? "no" : nil
    }
}
