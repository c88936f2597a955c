// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import TestSupport
import Testing

@testable import SCSCheckCommand

/// Evidence bundles as assessors use them.
struct EvidenceCommandTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    private func shell(_ script: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-ec", "cd '\(folder)'; \(script)"]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(script)")
    }

    @Test func `A bundle is verified, judged again and explained, and a changed one is not`()
        async throws
    {
        let bundle = folder + "/e.tar.gz"
        try shell("ssh-keygen -q -t ed25519 -N '' -f key; echo \"me $(cat key.pub)\" > signers")
        let evidence = [
            "run", "--scope", "iaas", "--cloud", "simulated:scs-0103-flavor-1l-1", "--evidence",
            bundle,
        ]
        #expect(
            try await Program.status(of: evidence + ["--quiet", "--key", folder + "/key"]) == 1)
        let signers = ["--allowed-signers", folder + "/signers"]
        #expect(try await Program.status(of: ["verify", bundle]) == 0)
        #expect(try await Program.status(of: ["verify", bundle] + signers) == 0)
        #expect(
            try await Program.status(of: ["verify", bundle, "--identity", "you"] + signers) == 1)
        #expect(
            try await Program.status(of: [
                "judge", bundle, "--scope-version", "next", "--output", folder + "/judged",
            ])
                == 1)
        let report = try JSON.parse(
            Array(Data(contentsOf: URL(filePath: folder + "/judged/report.json"))))
        #expect(report["judged_from"]?["file"]?.string == bundle)
        #expect(report["assessment"]?["versions"]?.array?.first?["version"] == "next")
        #expect(try await Program.status(of: ["explain", bundle]) == 0)
        #expect(try await Program.status(of: ["explain", bundle, "scs-0103-flavor-1l-1"]) == 0)
        #expect(try await Program.status(of: ["explain", bundle, "scs-0103-flavor-1l-2"]) == 64)
        #expect(
            try await Program.status(of: ["explain", folder + "/no.tar.gz", "scs-0103-flavor-1l-1"])
                == 64)

        // The verdict is turned with tar and sed: everything refuses it.
        try shell(
            "mkdir x; tar xzf e.tar.gz -C x; sed -i s/FAIL/PASS/ x/report.json; tar czf e.tar.gz -C x $(ls x)"
        )
        #expect(try await Program.status(of: ["verify", bundle]) == 1)
        #expect(try await Program.status(of: ["judge", bundle]) == 2)
        #expect(try await Program.status(of: ["explain", bundle, "scs-0103-flavor-1l-1"]) == 2)
        // With sums of its own the signature is missing or wrong.
        try shell("rm x/manifest.json.sig; cp e.tar.gz other.gz")
        #expect(try await Program.status(of: ["verify", bundle] + signers) == 1)
    }

    @Test func `An unsigned bundle is intact, but nobody's`() async throws {
        let bundle = folder + "/e.tgz"
        try shell("ssh-keygen -q -t ed25519 -N '' -f key; echo \"me $(cat key.pub)\" > signers")
        let arguments = [
            "run", "scs-0103", "--cloud", "simulated", "--quiet", "--evidence", bundle,
        ]
        #expect(try await Program.status(of: arguments) == 0)
        // A bundle is replaced, another file is not.
        #expect(try await Program.status(of: arguments) == 0)
        #expect(try await Program.status(of: ["verify", bundle]) == 0)
        #expect(
            try await Program.status(of: [
                "verify", bundle, "--allowed-signers", folder + "/signers",
            ]) == 1)
        try shell("echo text > e.tgz")
        #expect(try await Program.status(of: arguments) == 64)
        #expect(try await Program.status(of: ["verify", bundle]) == 64)
        #expect(
            try await Program.status(of: [
                "run", "scs-0103", "--cloud", "simulated", "--evidence", folder + "/e",
            ])
                == 64)
        #expect(
            try await Program.status(of: [
                "run", "scs-0103", "--cloud", "simulated", "--key", folder + "/key",
            ])
                == 64)
        #expect(
            try await Program.status(of: [
                "run", "scs-0103", "--cloud", "simulated", "--evidence", folder + "/n.tgz", "--key",
                folder + "/no-key",
            ]) == 2)
    }
}
