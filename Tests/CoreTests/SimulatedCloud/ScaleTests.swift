// SPDX-License-Identifier: Apache-2.0
import Core
import SimulatedCloud
import TestSupport
import Testing

struct `A large simulated cloud` {
    @Test func `is compliant and answers in pages`() async throws {
        let world = try await WorldClient(
            scale: SimulatedCloud.Scale(extraFlavors: 10_000, extraImages: 50_000))
        let flavors = try await world.flavors()
        #expect(flavors.count == 10_031)
        #expect(Set(flavors.map { $0["name"].string }).count == 10_031)
        let images = try await world.images("visibility=public&limit=1000")
        #expect(images.count == 50_007)
        #expect(Set(images.map { $0["id"].string }).count == 50_007)
    }

    @Test func `keeps the standards`() async throws {
        let world = try await WorldClient(
            scale: SimulatedCloud.Scale(extraFlavors: 300, extraImages: 300))
        #expect(try await StandardsOracle(world: world).failures().isEmpty)
    }
}
