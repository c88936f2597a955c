// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import TestSupport

@testable import SCSCheckCommand

/// The exit status of a comparison is that of a regression, and nothing else's.
struct DiffCommandTests {
    private let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    @Test func `Exit status 1 is for a regression alone`()
        async throws
    {
        let (good, bad) = (temporary.path + "/good", temporary.path + "/bad")
        for (cloud, folder) in [("simulated", good), ("simulated:backup-error", bad)] {
            _ = try await Program.status(of: [
                "run", "scs-0117-test-backup", "--cloud", cloud, "--output", folder, "--quiet",
            ])
        }
        #expect(try await Program.status(of: ["diff", good, bad]) == 1)
        #expect(
            try await Program.status(of: ["diff", good + "/report.json", bad, "--format", "line"])
                == 1)
        #expect(try await Program.status(of: ["diff", bad, good, "--format", "json"]) == 0)
        #expect(try await Program.status(of: ["diff", good, good]) == 0)
        #expect(try await Program.status(of: ["diff", good, temporary.path + "/none"]) == 64)
        let file = temporary.path + "/odd.json"
        for odd in ["", "{", "[]", "{\"schema_version\": 99}"] {
            try Data(odd.utf8).write(to: URL(filePath: file))
            #expect(try await Program.status(of: ["diff", good, file]) == 2, "\(odd)")
        }
    }

    @Test func `Evidence bundles, reports and runs of a history are compared with each other`()
        async throws
    {
        let (good, bad) = (temporary.path + "/good", temporary.path + "/bad")
        let history = temporary.path + "/nights.db"
        for (cloud, place) in [("simulated", good), ("simulated:scs-0103-flavor-1l-1", bad)] {
            _ = try await Program.status(of: [
                "run", "scs-0103", "--cloud", cloud, "--output", place, "--evidence",
                place + ".tar.gz", "--quiet",
            ])
        }
        // A report of the same cloud's name, so that the history has one cloud.
        #expect(
            try await Program.status(of: ["history", "import", "--history", history, good]) == 0)
        let (a, b) = (good + ".tar.gz", bad + ".tar.gz")
        for arguments in [[a, b], [a, bad], [good, b], ["last", b, "--history", history]] {
            #expect(
                try await Program.status(
                    of: ["diff", "--cloud", "simulated"].prefix(
                        arguments.count == 4 ? 3 : 1) + arguments) == 1, "\(arguments)")
        }
        for arguments in [[a, a], [a, good], [b, a], [a, "last", "--history", history]] {
            #expect(try await Program.status(of: ["diff"] + arguments) == 0, "\(arguments)")
        }
        #expect(try await Program.status(of: ["render", a, "--format", "json", "--normal"]) == 0)

        // A bundle that was changed proves nothing, so nothing is compared with it.
        var bytes = try Data(contentsOf: URL(filePath: b))
        bytes.removeLast(100)
        try bytes.write(to: URL(filePath: b))
        #expect(try await Program.status(of: ["diff", a, b]) == 2)
        #expect(try await Program.status(of: ["diff", a, temporary.path + "/none.tar.gz"]) == 64)
    }
}
