// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// A virtual machine has enough entropy for cryptography.
///
/// Standard: https://docs.scs.community/standards/scs-0101-v1-entropy
package struct SCS0101Entropy: CheckModule {
    package let standard = "scs-0101"

    package init() {}

    package var prerequisites: [Prerequisite] {
        [.customer, .service(.compute), .service(.network), .service(.blockStorage), .quota]
    }

    static let guestImage = Parameter(
        "scs-0101", "guest-image", .text("NAME"), otherwise: "the newest Debian or Ubuntu",
        "The image that virtual machines boot.")
    static let packageMirror = Parameter(
        "scs-0101", "package-mirror", .url, otherwise: "the package sources of the image",
        "The mirror for packages that the image lacks.")
    package var parameters: [any DeclaredParameter] { [Self.guestImage, Self.packageMirror] }

    package var testcases: [Testcase] {
        [
            Testcase(
                "scs-0101-entropy-avail", depth: .api,
                Self.guest.require("the entropy pool is full") { try Self.judgePool($1) }),
            Testcase(
                "scs-0101-fips-test", depth: .api,
                Self.guest.require("random numbers pass the FIPS 140-2 tests") {
                    context, console in
                    let failures = try Self.failures(in: console)
                    context.record(
                        Evidence(.output, "\(failures) of 1000 blocks failed the FIPS 140-2 tests"))
                    try Self.judgeBlocks(failures)
                }),
            Testcase(
                "scs-0101-rngd", depth: .full,
                Self.guest.require("rngd is running") { try Self.judgeDaemon($1) }),
            .judging(
                "scs-0101-flavor-property", .flavors, "flavors allow a random number generator",
                advice: "Set the extra spec: openstack flavor set --property hw_rng:allowed=True"
            ) { flavors, judgement in
                for flavor in flavors
                where flavor.extraSpecs?["hw_rng:allowed"]?.lowercased() != "true" {
                    let value = flavor.extraSpecs?["hw_rng:allowed"]
                    judgement.violation(
                        "The flavor \(flavor.name) has \(value.valued("hw_rng:allowed")); "
                            + "it must be True.")
                }
            },
            .judging(
                "scs-0101-image-property", .images, "images request a random number generator",
                advice: "Set the property: openstack image set --property hw_rng_model=virtio"
            ) { images, judgement in
                for image in images where image.rngModel != "virtio" {
                    judgement.violation(
                        "The image '\(image.name)' has \(image.rngModel.valued("hw_rng_model")); "
                            + "it must be virtio.")
                }
            },
        ]
    }
}

// MARK: What the virtual machine reports

extension SCS0101Entropy {
    /// A virtual machine's console, booted once for all test cases that read it.
    private static var guest: Scenario<GuestConsole> {
        Scenario()
            .step(
                "choose an image and a flavor", calls: ["GET /v2/images", "GET /flavors/detail"]
            ) { context, _ in
                try context.needsCloud(for: "the console output of a virtual machine")
                return try GuestChoice(
                    images: try await context.fact(.images),
                    flavors: try await context.fact(.flavors), context.settings)
            }
            .step(
                "boot a virtual machine on its own network and read its console",
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
                .requirementNotMet,
                "The kernel of the virtual machine reports \(value) bits of entropy; kernels from "
                    + "5.18 on always report 256.",
                advice: "Offer an image with kernel 5.18 or later.")
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
            .noResult, "rngtest in the virtual machine did not print a count of failures.",
            advice:
                "Boot an image that includes rngtest (package rng-tools5), or choose a mirror for its "
                + "packages\(packageMirror.inParentheses).",
            evidence: try console.lines("fips-test").map { Evidence(.output, $0) })
    }

    private static func judgeBlocks(_ failures: Int) throws {
        // Good random numbers fail occasionally: one block in 1250 by chance.
        guard failures <= 5 else {
            throw Finding(
                .requirementNotMet,
                "\(failures) of 1000 blocks of random numbers failed the FIPS 140-2 tests; at "
                    + "most 5 may fail.",
                advice:
                    "Check that virtual machines can use the processor's RDSEED or RDRAND instruction."
            )
        }
    }

    private static func judgeDaemon(_ console: GuestConsole) throws {
        let states = try console.lines("rngd")
        guard states.contains("active") else {
            throw Finding(
                .requirementNotMet,
                "rngd is not running in the virtual machine: \(states.joined(separator: ", ")).",
                advice: "Offer an image with rng-tools; the standard no longer recommends it.")
        }
    }
}
