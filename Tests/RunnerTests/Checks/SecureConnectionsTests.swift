// SPDX-License-Identifier: Apache-2.0
import Glibc
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand

/// scs-0125 against real TLS servers, good ones and ones with one fault each.
struct SecureConnectionsTests {
    // MARK: What is accepted

    @Test func `A server configured as Mozilla recommends passes, with evidence`() async throws {
        let server = try TLSServer()
        let verdicts = try await server.verdicts()
        for (id, outcome) in verdicts {
            #expect(outcome.verdict == .pass, "\(id): \(outcome.message ?? "")")
        }
        #expect(verdicts.count == 5)
        #expect(try server.told(verdicts, "protocols").hasSuffix("accepts TLSv1.2, TLSv1.3"))
        #expect(try server.told(verdicts, "ciphers").hasSuffix("outside the profile: none"))
        #expect(try server.told(verdicts, "certificate").contains("RSA with 2048 bits"))
    }

    @Test func `Endpoints of one host share their handshakes, and no request is sent`() async throws
    {
        let server = try TLSServer()
        _ = try await server.verdicts(paths: ["/compute/v2.1", "/identity/v3", "/image"])
        // Four versions; cipher suites up to 1.2 and of 1.3; curves likewise plus the key; one
        // identity.
        #expect(server.probe.count == 4 + 2 + 3 + 1)
        #expect(try server.requests().isEmpty)
    }

    @Test(arguments: [("TLSv1.1", "TLSv1.1"), ("TLSv1 TLSv1.1", "TLSv1, TLSv1.1")])
    func `Old TLS versions are named`(_ versions: String, _ named: String) async throws {
        let server = try TLSServer(protocols: "\(versions) TLSv1.2", suites: "ALL")
        let outcome = try #require(await server.verdicts()["scs-0125-x-protocols"])
        #expect(outcome.verdict == .fail)
        #expect(
            outcome.message
                == "\(server.host) accepts \(named); it may accept only TLSv1.2, TLSv1.3.")
    }

    @Test func `A server with only old versions fails for both reasons`() async throws {
        let server = try TLSServer(protocols: "TLSv1.1", suites: "ALL")
        let outcome = try #require(await server.verdicts()["scs-0125-x-protocols"])
        #expect(outcome.verdict == .fail)
        #expect(outcome.evidence.count { $0.kind == .violation } == 2)
    }

    @Test(arguments: ["TLSv1.2", "TLSv1.3"])
    func `Either of the two versions is enough`(_ version: String) async throws {
        let verdicts = try await TLSServer(protocols: version).verdicts()
        for (id, outcome) in verdicts {
            #expect(outcome.verdict == .pass, "\(id): \(outcome.message ?? "")")
        }
    }

    @Test(arguments: [
        ["AES128-SHA"], ["ECDHE-RSA-AES128-SHA"], ["ECDHE-RSA-AES256-SHA384", "AES256-SHA"],
        ["NULL-SHA256"], ["AES128-CCM8"],
    ])
    func `Each weak cipher suite is named`(_ weak: [String]) async throws {
        let server = try TLSServer(suites: TLSServer.suites + ":" + weak.joined(separator: ":"))
        let verdicts = try await server.verdicts()
        let outcome = try #require(verdicts["scs-0125-x-ciphers"])
        #expect(outcome.verdict == .fail)
        let message = outcome.message ?? ""
        #expect(message.hasPrefix("\(server.host) accepts cipher suites outside the profile: "))
        let named = message.dropLast().split(separator: ": ").last?.split(separator: ", ") ?? []
        #expect(Set(named.map(String.init)) == Set(weak))
        #expect(verdicts["scs-0125-x-protocols"]?.verdict == .pass)
        #expect(verdicts["scs-0125-x-curves"]?.verdict == .pass)
    }

    @Test func `Weak suites of TLS 1.3 are named too`() async throws {
        let server = try TLSServer(
            more: "ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_128_CCM_8_SHA256;")
        let outcome = try #require(await server.verdicts()["scs-0125-x-ciphers"])
        #expect(outcome.verdict == .fail)
        #expect(
            outcome.message
                == "\(server.host) accepts cipher suites outside the profile: "
                + "TLS_AES_128_CCM_8_SHA256.")
    }

    @Test(arguments: [
        ("TLSv1.2 TLSv1.3", "secp521r1"), ("TLSv1.2", "secp521r1"), ("TLSv1.3", "X448"),
        ("TLSv1.2", "brainpoolP256r1"),
    ])
    func `Curves outside the profile are named`(_ versions: String, _ curve: String) async throws {
        let server = try TLSServer(protocols: versions, curves: "\(TLSServer.curves):\(curve)")
        let verdicts = try await server.verdicts()
        let outcome = try #require(verdicts["scs-0125-x-curves"])
        #expect(outcome.verdict == .fail)
        #expect(
            outcome.message
                == "\(server.host) accepts elliptic curves outside the profile: \(curve).")
        #expect(verdicts["scs-0125-x-ciphers"]?.verdict == .pass)
    }

    @Test func `A note says when the certificate's curve hides others in TLS 1.2`() async throws {
        let server = try TLSServer(.curve("prime256v1"))
        let outcome = try #require(await server.verdicts()["scs-0125-x-curves"])
        #expect(outcome.verdict == .pass)
        #expect(outcome.notes.contains { $0.contains("is on an elliptic curve") })
    }

    // MARK: Certificates

    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var order = CertificateAuthority.Order()
        var isSelfSigned = false
        /// The violation after the host's name.
        var told: String

        init(
            _ title: String, told: String, isSelfSigned: Bool = false,
            _ change: (inout CertificateAuthority.Order) -> Void = { _ in }
        ) {
            testDescription = title
            self.told = told
            self.isSelfSigned = isSelfSigned
            change(&order)
        }
    }

    static let faults = [
        Fault("self-signed", told: "is not trusted: SSL certificate problem", isSelfSigned: true),
        Fault("expired", told: "expired on 20") { $0.begin = -95 },
        Fault("not yet valid", told: "is not valid before") { $0.begin = 5 },
        Fault("wrong host", told: "is not trusted: SSL: no alternative certificate subject name") {
            $0.name = "elsewhere.test"
        },
        Fault("RSA 1024", told: "has a key of RSA with 1024 bits; RSA with at least 2048 bits") {
            $0.key = ["RSA", "-pkeyopt", "rsa_keygen_bits:1024"]
        },
        Fault("P-521", told: "has a key of EC on secp521r1;") {
            $0.key = ["EC", "-pkeyopt", "ec_paramgen_curve:secp521r1"]
        },
        Fault("Ed25519", told: "has a key of Ed25519;") { $0.key = ["ED25519"] },
        Fault("SHA-1", told: "is signed with SHA1;") { $0.hash = "sha1" },
        Fault("too long", told: "is issued for 800 days; at most 366 are allowed.") {
            $0.days = 800
        },
    ]

    @Test(arguments: faults)
    func `A bad certificate fails with its reason`(_ fault: Fault) async throws {
        let server = try TLSServer(
            fault.order, curves: TLSServer.curves + ":secp521r1", isSelfSigned: fault.isSelfSigned)
        let outcome = try #require(await server.verdicts()["scs-0125-x-certificate"])
        #expect(outcome.verdict == .fail)
        let violations = outcome.evidence.filter { $0.kind == .violation }.map(\.text)
        let told = "The certificate of \(server.host) \(fault.told)"
        #expect(violations.contains { $0.hasPrefix(told) }, "\(violations)")
    }

    @Test(arguments: [CertificateAuthority.Order.curve("prime256v1"), .curve("secp384r1")])
    func `Good certificates of other kinds pass`(_ order: CertificateAuthority.Order) async throws {
        let outcome = try #require(await TLSServer(order).verdicts()["scs-0125-x-certificate"])
        #expect(outcome.verdict == .pass, "\(outcome.message ?? "")")
        #expect(outcome.notes.isEmpty)
    }

    @Test func `A certificate that expires within two weeks is a remark`() async throws {
        var order = CertificateAuthority.Order()
        order.days = 5
        let outcome = try #require(await TLSServer(order).verdicts()["scs-0125-x-certificate"])
        #expect(outcome.verdict == .pass)
        #expect(outcome.notes.contains { $0.contains("expires on 20") })
    }

    // MARK: Nobody to ask

    static let probing = ["protocols", "ciphers", "curves", "certificate"]

    @Test(arguments: probing)
    func `A closed port disproves nothing`(_ name: String) async throws {
        let (socket, port) = try LoopbackSocket.bind()
        defer { close(socket) }
        let outcome = try #require(
            await Probing(urls: ["https://localhost:\(port)/"]).outcomes()["scs-0125-x-\(name)"])
        #expect(outcome.verdict == .abort && outcome.reason == .unreachable)
        #expect(outcome.message?.contains("localhost:\(port)") == true)
    }

    @Test func `An unreachable host does not hide another's weakness`() async throws {
        let server = try TLSServer(protocols: "TLSv1.1 TLSv1.2", suites: "ALL")
        let outcome = try #require(
            await server.verdicts(others: ["https://localhost:1/"])["scs-0125-x-protocols"])
        #expect(outcome.verdict == .fail)
        #expect(outcome.evidence.contains { $0.text.contains("No connection to localhost:1") })
    }

    @Test func `An https endpoint that speaks HTTP cannot be judged`() async throws {
        let nginx = try NginxServer(server: "location / { return 200; }")
        let outcome = try #require(
            await Probing(urls: ["https://localhost:\(nginx.port)/"]).outcomes()[
                "scs-0125-x-protocols"])
        #expect(outcome.verdict == .abort && outcome.reason == .unreachable)
    }

    @Test func `Without an https endpoint only the URL is judged`() async throws {
        let outcomes = try await Probing(urls: ["http://localhost:1/"]).outcomes()
        #expect(outcomes["scs-0125-x-https"]?.verdict == .fail)
        for name in Self.probing {
            #expect(outcomes["scs-0125-x-\(name)"]?.verdict == .abort)
            #expect(outcomes["scs-0125-x-\(name)"]?.reason == .notApplicable)
        }
    }

    @Test(arguments: probing)
    func `Hosts of a simulated cloud are on no network`(_ name: String) async throws {
        let registry = try CheckProgram.current.registry()
        let plan = try Plan(
            modules: registry.modules, standards: registry.standards,
            selectors: ["scs-0125-x-\(name)"], depth: nil)
        let outcome = try #require(
            await SimulatedRun().carryOut(plan).first { $0.id == "scs-0125-x-\(name)" })
        #expect(outcome.verdict == .abort && outcome.reason == .notApplicable)
        #expect(outcome.message?.contains("simulated") == true)
    }
}
