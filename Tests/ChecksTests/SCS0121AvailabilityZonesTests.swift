// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSCheckModules
import Testing
import TestSupport

struct SCS0121AvailabilityZonesTests {
    /// These zones of Compute and Block Storage replace the simulated ones.
    private func outcome(compute: [String], storage: [String]) async throws -> TestcaseOutcome {
        let run = try SimulatedRun { cloud, _, _ in
            EditingTransport(cloud) { request, response in
                guard request.url.path().hasSuffix("/os-availability-zone") else { return }
                let isCompute = request.url.host()?.hasPrefix("compute") == true
                let zones = (isCompute ? compute : storage).map { name -> JSON in
                    let isAvailable = !name.hasSuffix("-down")
                    return [
                        "zoneName": .string(name), "zoneState": ["available": .bool(isAvailable)],
                    ]
                }
                response.body = try JSON.object(["availabilityZoneInfo": .array(zones)]).bytes()
            }
        }
        let outcomes = await run.carryOut(try Plan(of: SCS0121AvailabilityZones()))
        return try #require(outcomes.first { $0.id == "scs-0121-x-zones" })
    }

    @Test(arguments: [
        (["nova"], [], "Block Storage has no available zone."),
        (["nova-down"], ["nova"], "Compute has no available zone."),
        ([], [], "Compute has no available zone. (and 1 more)"),
    ])
    func `A service without an available zone fails and is named`(
        compute: [String], storage: [String], message: String
    ) async throws {
        let outcome = try await outcome(compute: compute, storage: storage)
        #expect(outcome.ruling == "FAIL demand-not-met")
        #expect(outcome.message == message)
    }

    @Test func `Zones that services do not share are a remark`() async throws {
        let outcome = try await outcome(compute: ["a", "b"], storage: ["a"])
        #expect(outcome.ruling == "PASS")
        #expect(
            outcome.notes == [
                "Compute and Block Storage do not share the zones b; volumes can be attached across "
                    + "zones only if the cloud allows it (cross_az_attach)."
            ])
    }

    @Test func `A single zone of another name on each side is no remark`() async throws {
        let outcome = try await outcome(compute: ["nova"], storage: ["cinder"])
        #expect(outcome.ruling == "PASS" && outcome.notes.isEmpty)
    }

    @Test func `Recorded facts yield no verdict on zones`() async throws {
        let outcomes = try await SCS0121AvailabilityZones().judge(#"{"roles": ["member"]}"#)
        #expect(outcomes["scs-0121-x-zones"]?.ruling == "MISSING not-recorded")
    }
}
