// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSSimulatedCloud
import Testing
import TestSupport

/// The simulated cloud answers like the real one; where they differ, the real one is right.
extension RealClouds {
    @Suite(.serialized) struct ContractTests {
        @Test(arguments: DevCloud.running.filter { $0.backEnd != .nfs })
        func `The real and the simulated cloud give the same answers`(_ cloud: DevCloud)
            async throws
        {
            let before = try await cloud.inventory()
            let configuration = try cloud.client().configuration
            let secret = "devcloud-secret"
            var real = try await Conversation(
                transport: RetryingTransport(
                    CurlTransport(settings: CurlTransport.Settings()), policy: RetryPolicy(),
                    clock: ContinuousClock(), jitter: { 0.5 }, now: { Date() }, onRetry: { _ in }),
                authURL: configuration.authURL,
                credentials: SimulatedCloud.Credentials(
                    user: "demo", password: secret, project: "demo"),
                clock: ContinuousClock(),
                name: "scs-check-contract-\(UInt64.random(in: .min ... .max))")
            let clock = SimulatedClock()
            let profile = cloud.backEnd == .ceph ? "ceph" : "compliant"
            let simulatedCloud = SimulatedCloud(
                profile: try #require(Profile(name: profile)), clock: clock, gibibyte: 1 << 20)
            // The real cloud has foreign resources in the project too.
            simulatedCloud.plant(name: nil, credentials: .other)
            var simulated = try await Conversation(
                transport: simulatedCloud, authURL: SimulatedCloud.authURL, credentials: .member,
                clock: clock, name: "conversation")
            let (expected, found) = try await (real.hold(), simulated.hold())
            #expect(found.map(\.name) == expected.map(\.name))
            for (mine, theirs) in zip(found, expected) {
                #expect(mine == theirs, "\(mine.name)")
            }
            #expect(try await cloud.inventory() == before)
        }
    }
}
