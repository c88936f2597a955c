// SPDX-License-Identifier: Apache-2.0
import SCSSimulatedCloud
import Testing
import TestSupport

struct ScaleTests {
    @Test func `A large cloud pages through its flavors and images`() async throws {
        let world = try await WorldClient(
            scale: SimulatedCloud.Scale(extraFlavors: 10_000, extraImages: 50_000))
        let flavors = try await world.flavors(detail: false)
        #expect(flavors.count == 10_031)
        #expect(Set(flavors.map { $0["name"].string }).count == 10_031)
        let there = world.cloud.inventory.images
        #expect(there.count == 50_008)
        // A page in the middle takes no longer than the first one.
        let marker = there[1000].id
        let images = try await world.images("limit=500&marker=\(marker)")
        #expect(images.map { $0["id"].string } == there[..<1000].reversed().map(\.id))
    }

    @Test func `A large cloud conforms to the standards`() async throws {
        let world = try await WorldClient(
            scale: SimulatedCloud.Scale(extraFlavors: 300, extraImages: 300))
        #expect(try await StandardsOracle(world: world).failures().isEmpty)
    }
}
