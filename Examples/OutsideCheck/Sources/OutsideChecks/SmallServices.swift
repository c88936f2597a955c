// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Small services find a flavor, and can store data.
struct SmallServices: CheckModule {
    let standard = "scs-9001"
    /// In MiB.
    let largestRAM: Int

    /// Reads the policy in the description of the standard.
    init(_ standard: StandardDescription) throws {
        try standard.policy.check(allows: ["largest_ram"])
        largestRAM = try standard.policy.required("largest_ram").integer()
    }

    var prerequisites: [Prerequisite] { [.customer, .service(.blockStorage), .quota] }

    static let volumeSize = Parameter(
        "scs-9001", "volume-size", .integer(1...10), default: 1, "The size of the volume in GiB.")
    var parameters: [any DeclaredParameter] { [Self.volumeSize] }

    /// A fact of its own: read once a run, recorded as JSON, judged again by `judge`.
    static let zones = Fact<[String]>(
        "volume_zones", "The zones in which volumes can be created.",
        calls: ["GET /os-availability-zone"]
    ) { cloud in
        try await cloud.blockStorage.availableZones()
    }

    /// A credential of its own: `--credential auditor=CLOUD`.
    static let auditor = Persona(
        "auditor", "a reader of the project", to: "show that readers see its volumes",
        roles: ["reader"], in: .sameProject)
    var personas: [Persona] { [Self.auditor] }

    var testcases: [Testcase] {
        [
            .judging(
                "scs-9001-small-flavor", .flavors, "there is a flavor for small services",
                advice: "Offer a flavor with at most \(largestRAM) MiB of memory."
            ) { [largestRAM] flavors, judgement in
                guard !flavors.contains(where: { $0.vcpus >= 1 && $0.ram.int <= largestRAM }) else {
                    return
                }
                judgement.violation(
                    "None of the \(flavors.count) flavors has at most \(largestRAM) MiB of memory.")
            },
            Testcase("scs-9001-volume", depth: .api, Self.volume),
            .judging("scs-9001-zones", Self.zones, "volumes have a zone") { zones, judgement in
                if zones.isEmpty { judgement.violation("No zone is available for volumes.") }
            },
            Testcase("scs-9001-readers", depth: .api, Self.readers),
        ]
    }

    static var volume: Scenario<Void> {
        Scenario()
            .require("create a volume", creates: .volume(gib: 10)) { context, _ in
                try await context.make(.volume("small", gib: context[volumeSize]))
            }
            .require("find it") { context, volume in
                let found = try await context.cloud.blockStorage.volume(volume.id)
                let size = try found.size
                let requested = context[volumeSize]
                guard size.int == requested else {
                    throw Finding(
                        .requirementNotMet,
                        "The volume has \(size) GiB, not the \(requested) GiB requested.",
                        advice: "Check the volume driver's rounding.")
                }
            }
    }

    static var readers: Scenario<Void> {
        Scenario()
            .step("sign in as a reader") { context, _ in try context.acting(as: auditor) }
            .step("create a volume", creates: .volume(gib: 1)) { context, reader in
                (reader, try await context.make(.volume("read", gib: 1)))
            }
            .require("the reader sees it") { _, made in
                let (reader, volume) = made
                let seen = try await reader.cloud.blockStorage.volumes().map(\.id)
                guard seen.contains(volume.id) else {
                    throw Finding(.requirementNotMet, "The reader does not see the volume.")
                }
            }
    }

    var examples: [Example] {
        [
            Example(
                "A cloud without zones", facts: #"{"volume_zones": []}"#,
                verdicts: ["scs-9001-zones": .fail]),
            Example(
                "A cloud with large flavors alone",
                facts: #"{"flavors": [{"name": "huge", "vcpus": 64, "ram": 524288, "disk": 0}]}"#,
                verdicts: ["scs-9001-small-flavor": .fail]),
            Example(
                "A cloud with a small flavor",
                facts: #"{"flavors": [{"name": "tiny", "vcpus": 1, "ram": 1024, "disk": 0}]}"#,
                verdicts: ["scs-9001-small-flavor": .pass]),
        ]
    }
}
