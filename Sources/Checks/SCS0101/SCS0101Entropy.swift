// SPDX-License-Identifier: Apache-2.0
public import Core

/// A virtual machine has entropy enough for cryptography.
///
/// Standard: https://docs.scs.community/standards/scs-0101-v1-entropy
public struct SCS0101Entropy: CheckModule {
    public let standard = "scs-0101"
    public let aliases = ["entropy"]

    public init() {}

    public var prerequisites: [Prerequisite] {
        [.customer, .service(.compute), .service(.network), .service(.blockStorage), .quota]
    }

    public var testcases: [Testcase] {
        [
            Testcase(
                "scs-0101-entropy-avail", depth: .api,
                Self.guest.require("its entropy pool is full") { try Self.judgePool($1) }),
            Testcase(
                "scs-0101-fips-test", depth: .api,
                Self.guest.require("its random numbers pass the FIPS 140-2 tests") {
                    context, console in
                    let failures = try Self.failures(in: console)
                    context.record(
                        Evidence(.output, "\(failures) of 1000 blocks failed the FIPS 140-2 tests"))
                    try Self.judgeBlocks(failures)
                }),
            Testcase(
                "scs-0101-rngd", depth: .full,
                Self.guest.require("rngd runs in it") { try Self.judgeDaemon($1) }),
            .judging(
                "scs-0101-flavor-property", .flavors, "flavors allow a random number generator",
                advice: "Set it: openstack flavor set --property hw_rng:allowed=True"
            ) { flavors, judgement in
                for flavor in flavors
                where flavor.extraSpecs?["hw_rng:allowed"]?.lowercased() != "true" {
                    judgement.violation(
                        "The flavor \(flavor.name) has hw_rng:allowed "
                            + "\(flavor.extraSpecs?["hw_rng:allowed"] ?? "not set"); True is needed."
                    )
                }
            },
            .judging(
                "scs-0101-image-property", .images, "images ask for a random number generator",
                advice: "Set it: openstack image set --property hw_rng_model=virtio"
            ) { images, judgement in
                for image in images where image.rngModel != "virtio" {
                    judgement.violation(
                        "The image '\(image.name)' has hw_rng_model "
                            + "\(image.rngModel ?? "not set"); virtio is needed.")
                }
            },
        ]
    }
}

// MARK: What the guest says

extension SCS0101Entropy {
    /// A virtual machine's console, booted once for all test cases that read it.
    private static var guest: Scenario<GuestConsole> {
        Scenario()
            .step(
                "choose an image and a flavor", calls: ["GET /v2/images", "GET /flavors/detail"]
            ) { context, _ in
                try context.needsCloud(for: "what a virtual machine says")
                return try GuestChoice(
                    images: try await context.fact(.images),
                    flavors: try await context.fact(.flavors), wanted: context.settings.guestImage)
            }
            .step(
                "boot a virtual machine on a network of its own, and read its console",
                creates: .guest(gib: GuestChoice.leastVolume),
                calls: [
                    "POST /networks", "POST /subnets", "POST /routers", "POST /ports",
                    "PUT /routers/{id}/add_router_interface", "POST /security-groups",
                    "POST /volumes", "POST /servers",
                    "POST /servers/{id}/action os-getConsoleOutput",
                ]
            ) { context, choice in
                try await context.shared("guest") { try await Guest(choice).console($0) }
            }
    }

    private static func judgePool(_ console: GuestConsole) throws {
        let value = try console.first("entropy-avail")
        guard value == "256" else {
            throw Finding(
                .demandNotMet,
                "The kernel of the virtual machine tells \(value) bits of entropy; 256 is what a "
                    + "kernel since 5.18 has, always.",
                advice: "Offer an image with a kernel of version 5.18 or later.")
        }
    }

    /// How many of 1000 blocks failed, from the summary of rngtest.
    private static func failures(in console: GuestConsole) throws -> Int {
        for line in try console.lines("fips-test") {
            guard let start = line.firstRange(of: "failures:")?.upperBound else { continue }
            let number = line[start...].drop(while: \.isWhitespace).prefix(while: \.isNumber)
            if let failures = Int(number) { return failures }
        }
        throw Finding(
            .noResult, "rngtest printed no count of failures in the virtual machine.",
            advice:
                "Boot an image that brings rngtest (rng-tools5), or give its packages a way in: "
                + "--package-mirror URL.",
            evidence: try console.lines("fips-test").map { Evidence(.output, $0) })
    }

    private static func judgeBlocks(_ failures: Int) throws {
        // Good random numbers fail now and then: one block in 1250 by chance.
        guard failures <= 5 else {
            throw Finding(
                .demandNotMet,
                "\(failures) of 1000 blocks of random numbers failed the FIPS 140-2 tests; 5 at "
                    + "most are allowed.",
                advice: "Check that the processors' RDSEED or RDRAND reach the guest.")
        }
    }

    private static func judgeDaemon(_ console: GuestConsole) throws {
        let states = try console.lines("rngd")
        guard states.contains("active") else {
            throw Finding(
                .demandNotMet,
                "rngd does not run in the virtual machine: \(states.joined(separator: ", ")).",
                advice: "Offer an image with rng-tools; the standard recommends it no longer.")
        }
    }
}
