// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSCheckModules
import SCSCheckTesting
import Testing
import TestSupport

struct SCS9999SnapshotsTests {
    let module = SCS9999Snapshots()

    @Test func `Each example has its stated verdicts`() async throws {
        #expect(try await module.brokenExamples() == [])
    }

    @Test func `A compliant cloud passes and leaves nothing behind`() async throws {
        let run = try await module.run()
        #expect(run.verdicts == ["scs-9999-snapshot": .pass, "scs-9999-names": .pass])
        #expect(run.leftBehind == [])
    }

    @Test func `A cloud whose snapshots end in error fails and leaves nothing behind`()
        async throws
    {
        // Your own defect: the answer is modified.
        let run = try await module.run(["scs-9999-snapshot"]) { request, response in
            guard request.method == .get, request.path.contains("/snapshots/") else { return }
            let text = String(decoding: response.body, as: UTF8.self)
            response.body = Array(
                text.replacing(#/"status":\s*"available"/#, with: #""status":"error""#).utf8)
        }
        #expect(run.results["scs-9999-snapshot"]?.reason == .resourceError)
        #expect(run.verdicts == ["scs-9999-snapshot": .fail])
        #expect(run.leftBehind == [])
    }

    @Test func `A full quota says nothing about the cloud`() async throws {
        let run = try await module.run(["scs-9999-snapshot"], fault: "quota-full")
        #expect(run.verdicts == ["scs-9999-snapshot": .abort])
    }
}
