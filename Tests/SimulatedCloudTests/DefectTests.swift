// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSimulatedCloud
import Testing
import TestSupport

struct DefectTests {
    /// Test cases that reading alone cannot judge.
    private static let acting: Set = [
        "scs-0101-rngd", "scs-0101-entropy-avail", "scs-0101-fips-test", "scs-0117-test-backup",
    ]

    private static var defects: [String] {
        // Those of other standards and of drafts are tested with their checks.
        Profile.all.map(\.name).filter { id in
            StandardsOracle.standards.contains { id.hasPrefix($0 + "-") } && !acting.contains(id)
                && !id.contains("-x-")
        }
    }

    @Test func `A compliant cloud fails no test case`() async throws {
        let world = try await WorldClient()
        #expect(try await StandardsOracle(world: world).failures().isEmpty)
    }

    @Test(arguments: defects) func `A defect fails only its own test case`(
        _ id: String
    ) async throws {
        let world = try await WorldClient(id)
        var expected: Set = [id]
        // An image that requests another generator does not request virtio.
        if id == "scs-0102-prop-hw_rng_model" { expected.insert("scs-0101-image-property") }
        #expect(try await StandardsOracle(world: world).failures() == expected)
    }

    @Test func `Defects and faults combine`() async throws {
        let name = "slow+scs-0103-flavor-1v-4+scs-0114-encrypted-type"
        let profile = try #require(Profile(name: name))
        #expect(profile.name == name)
        #expect(profile.defects == ["scs-0103-flavor-1v-4", "scs-0114-encrypted-type"])
        #expect(Profile(name: "scs-0103-flavor-1v-5") == nil)
        let world = try await WorldClient(name)
        #expect(
            try await StandardsOracle(world: world).failures()
                == ["scs-0103-flavor-1v-4", "scs-0114-encrypted-type"])
    }

    @Test func `Defect scs-0117-test-backup ends every backup in error`() async throws {
        let world = try await WorldClient("scs-0117-test-backup")
        let volume = try await world.raw.make("/volumes", #"{"volume": {"size": 1}}"#)
        let reply = try await world.raw.volume(
            .post, "/backups", #"{"backup": {"volume_id": "\#(volume)"}}"#)
        let id = try #require(reply.document["backup"]["id"].string)
        #expect(try await world.raw.trail("/backups/\(id)").last == "error")
    }
}
