// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import SCSCheckCommand

/// Uploads over TLS, and their options; `make monitor` has the conversation with a monitor.
struct UploadCommandTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    private func pending() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: folder + "/q").count
    }

    @Test func `A certificate is verified, and an own authority can be named`() async throws {
        let certificate = try Certificate()
        let server = try NginxServer(
            options: "ssl",
            files: ["certificate.pem": certificate.certificate, "key.pem": certificate.key],
            server: "ssl_certificate certificate.pem; ssl_certificate_key key.pem; "
                + "location /reports { return 200 'null'; } "
                + "location /moved/reports { return 307 https://elsewhere.example/reports; }")
        let base = server.url("", scheme: "https", host: "localhost").absoluteString
        #expect(
            try await Program.status(of: [
                "run", "--scope", "iaas", "--cloud", "simulated", "--quiet", "--output", folder,
            ]) == 0)
        let upload = [
            "upload", folder + "/report.json", "--key", try temporary.sshKey(),
            "--monitor-password-command",
            "echo secret-1", "--uploads", folder + "/q",
        ]
        #expect(try await Program.status(of: upload + ["--monitor", base]) == 2)
        #expect(try pending() == 1)
        let authority = [
            "--monitor-cacert", server.directory.appending(path: "certificate.pem").path(),
        ]
        #expect(
            try await Program.status(of: upload + authority + ["--monitor", base + "/moved"]) == 2)
        #expect(try pending() == 2)
        #expect(try await Program.status(of: upload + authority + ["--monitor", base]) == 0)
        #expect(try pending() == 1)
    }

    @Test(arguments: [
        ["upload"], ["upload", "r.json"], ["upload", "r.json", "--pending"],
        ["upload", "--pending", "--key", "k"], ["upload", "--pending", "--monitor-user", "u"],
        ["upload", "nothing.json", "--monitor", "https://m.example", "--key", "k"],
        ["upload", "r.json", "--monitor", "ftp://m.example", "--key", "k"],
        ["upload", "r.json", "--monitor", "https://u:p@m.example", "--key", "k"],
        [
            "upload", "r.json", "--monitor", "https://m.example", "--monitor-password-fd", "3",
            "--monitor-password-command", "c",
        ],
        ["run", "--scope", "iaas", "--cloud", "simulated", "--monitor", "https://m.example"],
        ["run", "--scope", "iaas", "--cloud", "simulated", "--monitor-user", "u"],
        [
            "run", "scs-0103", "--cloud", "simulated", "--monitor", "https://m.example", "--key",
            "k",
        ],
        [
            "run", "--scope", "iaas", "--cloud", "simulated", "--require-tls", "--monitor",
            "http://127.0.0.1:1", "--key", "k",
        ],
    ])
    func `Contradictions and options without effect are usage errors`(_ arguments: [String])
        async throws
    {
        let own = arguments.contains("--monitor") ? ["--uploads", folder + "/q"] : []
        #expect(try await Program.status(of: arguments + own) == 64)
    }
}
