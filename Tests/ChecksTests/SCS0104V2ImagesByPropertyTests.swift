// SPDX-License-Identifier: Apache-2.0
import SCSCheckTesting
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSCheckModules

struct SCS0104V2ImagesByPropertyTests {
    private func module() throws -> SCS0104V2ImagesByProperty {
        try SCS0104V2ImagesByProperty(try StandardDescription.builtIn("scs-0104-v2"))
    }

    private static func image(
        _ distribution: String, _ version: String, purpose: String = "generic",
        source: String = "https://images.example/x", _ rest: String = ""
    ) -> String {
        #"{"name": "x", "visibility": "public", "status": "active", "os_purpose": "\#(purpose)", "#
            + #""os_distro": "\#(distribution)", "os_version": "\#(version)", "#
            + #""image_source": "\#(source)"\#(rest)}"#
    }

    private func judge(_ images: String..., on day: String = "2026-06-20") async throws
        -> [String: TestcaseOutcome]
    {
        try await module().judge(
            #"{"recorded_at": "\#(day)T00:00:00Z", "images": [\#(images.joined(separator: ","))]}"#)
    }

    @Test func `Each example has its stated verdicts`() async throws {
        #expect(try await module().brokenExamples() == [])
    }

    @Test func `A compliant cloud passes and leaves nothing behind`() async throws {
        let run = try await module().run()
        #expect(run.verdicts.values.allSatisfy { $0 == .pass } && run.verdicts.count == 10)
        #expect(run.leftBehind == [])
    }

    @Test func `Each defect fails its own test case alone`() async throws {
        for id in try module().testcases.map(\.id) {
            let run = try await module().run(fault: id)
            #expect(run.verdicts.filter { $0.value != .pass } == [id: .fail], "\(id)")
            #expect(run.leftBehind == [])
        }
    }

    @Test func `A missing Image service says nothing about uploads`() async throws {
        let run = try await module().run(fault: "scs-0123-service-image")
        #expect(run.verdicts.values.allSatisfy { $0 == .abort })
    }

    @Test(arguments: [
        // 26.04 was released on April 23 and is required from April 30.
        ("2026-04-22", "24.04", "22.04", true), ("2026-04-29", "24.04", "22.04", true),
        ("2026-04-29", "26.04", "24.04", true), ("2026-04-29", "26.04", "20.04", false),
        ("2026-04-30", "24.04", "22.04", false), ("2026-04-30", "26.04", "24.04", true),
        ("2026-04-22", "26.04", "24.04", false),
    ])
    func `The latest LTS is required from April 30 of its year at the latest`(
        day: String, latest: String, previous: String, isEnough: Bool
    ) async throws {
        let outcomes = try await judge(
            Self.image("ubuntu", latest), Self.image("ubuntu", previous), on: day)
        let both = ["latest", "previous"].map { outcomes["scs-0104-x-ubuntu-\($0)"]?.verdict }
        #expect((both == [.pass, .pass]) == isEnough)
    }

    @Test func `After the last day that the list of releases covers nothing is concluded`()
        async throws
    {
        let outcomes = try await judge(Self.image("ubuntu", "26.04"), on: "2028-04-30")
        let outcome = try #require(outcomes["scs-0104-x-ubuntu-latest"])
        #expect(outcome.ruling == "ABORT not-applicable")
    }

    @Test func `The source must be that of the image's own release`() async throws {
        let noble = "https://cloud-images.ubuntu.com/noble/x.img"
        let outcomes = try await judge(
            Self.image("ubuntu", "24.04", source: noble),
            Self.image("ubuntu", "22.04", source: noble),
            // Not generic, or no version of the scheme: not governed.
            Self.image("ubuntu", "22.04", purpose: "minimal"), Self.image("ubuntu", "devel"))
        #expect(
            outcomes["scs-0104-x-source-ubuntu"]?.violations == [
                "The image 'x' is Ubuntu 22.04 and has image_source '\(noble)'; it must begin with "
                    + "https://cloud-images.ubuntu.com/releases/jammy/ or "
                    + "https://cloud-images.ubuntu.com/jammy/."
            ])
    }

    @Test func `The place of an unknown release is unknown, unless another image is wrong`()
        async throws
    {
        let unknown = Self.image("debian", "99")
        let alone = try await judge(unknown)
        #expect(alone["scs-0104-x-source-debian"]?.ruling == "ABORT not-applicable")
        let beside = try await judge(unknown, Self.image("debian", "12"))
        #expect(beside["scs-0104-x-source-debian"]?.verdict == .fail)
    }

    @Test func `A hidden image is not on offer`() async throws {
        let outcomes = try await judge(
            #"{"name": "x", "visibility": "public", "os_hidden": true, "os_purpose": "generic", "#
                + #""os_distro": "ubuntu", "os_version": "26.04"}"#)
        #expect(outcomes["scs-0104-x-ubuntu-latest"]?.verdict == .fail)
    }

    @Test func `An image for the Cluster API needs all three properties`() async throws {
        let outcomes = try await judge(
            #"{"name": "ubuntu-capi-image v1.35", "visibility": "public", "os_purpose": "generic"}"#
        )
        #expect(outcomes["scs-0104-x-capi"]?.violations.count == 3)
        #expect(outcomes["scs-0104-x-capi-present"]?.verdict == .fail)
    }

    @Test func `The policy's dates follow the rule of each distribution`() throws {
        let policy = try StandardDescription.builtIn("scs-0104-v2").policy
        for release in try Distribution("ubuntu", in: policy).releases {
            let isLTS = release.version.hasSuffix(".04") && release.released.year.isMultiple(of: 2)
            let april30 = CalendarDate(year: release.released.year, month: 4, day: 30)
            #expect(release.requiredFrom == (isLTS ? april30 : nil), "\(release.version)")
        }
        for release in try Distribution("debian", in: policy).releases {
            let month = release.released.firstOfMonth(after: 1)
            #expect(
                release.requiredFrom == month.adding(days: release.released.day - 1),
                "\(release.version)")
        }
    }

    @Test(arguments: [
        ("released: 2026-04-31, ", "day such as"), ("", "released is missing"),
        ("released: 2026-04-23, required_from: 2026-04-01, ", "on or after the release"),
    ])
    func `A wrong day in the policy is refused with its place`(_ days: String, _ problem: String)
        throws
    {
        let standard = try StandardDescription.described(
            "scs-0104-v2",
            """
            testcases: []
            policy:
              ubuntu:
                version_scheme: x
                sources: [x]
                complete_until: 2028-01-01
                releases:
                  - {\(days)version: '26.04', codename: resolute}
            """)
        let error = #expect(throws: YAMLError.self) { try SCS0104V2ImagesByProperty(standard) }
        let text = "\(try #require(error))"
        #expect(text.hasPrefix("scs-0104-v2.yaml:13:") && text.contains(problem), "\(text)")
    }
}
