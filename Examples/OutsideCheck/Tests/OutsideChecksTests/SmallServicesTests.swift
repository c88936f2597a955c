// SPDX-License-Identifier: Apache-2.0
import OutsideChecks
import SCSCheck
import SCSCheckTesting
import Testing

struct SmallServicesTests {
    let module: any CheckModule<Cloud>

    init() throws {
        module = try #require(try CheckCollection.outside.modules().first)
    }

    @Test func `The module tests what its description lists`() throws {
        try CheckCollection.outside.validate()
    }

    @Test func `Each example has its stated verdicts`() async throws {
        #expect(try await module.brokenExamples() == [])
    }

    @Test func `A compliant cloud passes and leaves nothing behind`() async throws {
        let run = try await module.run()
        #expect(
            run.verdicts == [
                "scs-9001-small-flavor": .pass, "scs-9001-volume": .pass,
                "scs-9001-zones": .pass, "scs-9001-readers": .pass,
            ])
        #expect(run.leftBehind == [])
    }

    @Test func `Without an auditor nothing is said about readers`() async throws {
        let auditor = Persona(
            "auditor", "a reader of the project", to: "show that readers see its volumes",
            roles: ["reader"], in: .sameProject)
        let run = try await module.run(["scs-9001-readers"], without: [auditor])
        #expect(run.results["scs-9001-readers"]?.reason == .notApplicable)
    }

    @Test func `A recorded fact of its own is judged`() async throws {
        let run = try await module.run(onFacts: #"{"volume_zones": ["nova"]}"#)
        #expect(run.verdicts["scs-9001-zones"] == .pass)
    }

    @Test func `A cloud that reports another size fails`() async throws {
        let run = try await module.run(["scs-9001-volume"]) { request, response in
            guard request.method == .get, request.path.contains("/volumes/") else { return }
            let text = String(decoding: response.body, as: UTF8.self)
            response.body = Array(
                text.replacing(/"size":\s*1\b/, with: #""size":2"#).utf8)
        }
        let result = try #require(run.results["scs-9001-volume"])
        #expect(result.verdict == .fail)
        #expect(result.message == "The volume has 2 GiB, not the 1 GiB requested.")
        #expect(run.leftBehind == [])
    }

    @Test func `Users choose the size of the volume`() async throws {
        let run = try await module.run(
            ["scs-9001-volume"], setting: ["scs-9001.volume-size": "2"]
        ) { request, response in
            guard request.method == .get, request.path.contains("/volumes/") else { return }
            let text = String(decoding: response.body, as: UTF8.self)
            response.body = Array(text.replacing(/"size":\s*2\b/, with: #""size":3"#).utf8)
        }
        #expect(
            run.results["scs-9001-volume"]?.message
                == "The volume has 3 GiB, not the 2 GiB requested.")
    }

    @Test func `A size out of range is refused`() async throws {
        await #expect(throws: (any Error).self) {
            try await module.run(setting: ["scs-9001.volume-size": "11"])
        }
    }

    @Test func `A full quota says nothing about the cloud`() async throws {
        let run = try await module.run(["scs-9001-volume"], fault: "quota-full")
        #expect(run.verdicts == ["scs-9001-volume": .abort])
    }
}
