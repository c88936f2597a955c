// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// The zones that a cloud offers for servers, volumes and networks.
///
/// Their separation is documented by the operator; this checks what the APIs show.
///
/// Standard: https://docs.scs.community/standards/scs-0121-v1-Availability-Zones-Standard
package struct SCS0121AvailabilityZones: CheckModule {
    package let standard = "scs-0121"

    package init() {}

    package var testcases: [Testcase] {
        [Testcase("scs-0121-x-zones", depth: .api, Self.zones)]
    }

    /// The available zones of each service.
    private struct Zones: Sendable {
        var compute: [String]
        var storage: [String]
        var network: [String]
    }

    private static var zones: Scenario<Void> {
        Scenario()
            .step(
                "read the availability zones",
                calls: [
                    "GET /os-availability-zone (Compute)", "GET /os-availability-zone (volumes)",
                    "GET /v2.0/availability_zones",
                ]
            ) { context, _ in
                try context.needsCloud(for: "which availability zones exist")
                async let compute = context.cloud.compute.availableZones()
                async let storage = context.cloud.blockStorage.availableZones()
                async let network = context.cloud.network.availableZones()
                return try await Zones(compute: compute, storage: storage, network: network)
            }
            .require("Compute and Block Storage each have an available zone") { context, zones in
                for (name, found) in [
                    ("Compute", zones.compute), ("Block Storage", zones.storage),
                    ("Network", zones.network),
                ] {
                    context.record(
                        Evidence(
                            .note,
                            "\(name): \(found.isEmpty ? "none" : found.joined(separator: ", "))"))
                }
                try context.judge { judgement in
                    // Network lists zones only if its agents or chassis are assigned to one.
                    for (name, found) in [
                        ("Compute", zones.compute), ("Block Storage", zones.storage),
                    ] where found.isEmpty {
                        judgement.violation("\(name) has no available zone.")
                    }
                    let alone = Set(zones.compute).symmetricDifference(zones.storage).sorted()
                    if !alone.isEmpty && zones.compute.count + zones.storage.count > 2 {
                        judgement.remark(
                            "Compute and Block Storage do not share the zones "
                                + "\(alone.joined(separator: ", ")); volumes can be attached across zones "
                                + "only if the cloud allows it (cross_az_attach).")
                    }
                }
            }
    }
}
