// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import TestSupport

@testable import SCSCheckCommand

/// The exit status of a comparison is that of a regression, and nothing else's.
struct DiffCommandTests {
    private let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    @Test func `Exit status 1 is for a regression alone, and unusable input is wrong usage`()
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
            #expect(try await Program.status(of: ["diff", good, file]) == 64, "\(odd)")
        }
    }
}
