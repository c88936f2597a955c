// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSCheckModules
import Testing
import TestSupport

struct SCS0102ImageMetadataTests {
    private func judge(_ images: String...) async throws -> [String: TestcaseOutcome] {
        try await SCS0102ImageMetadata().judge(
            #"""
            {"recorded_at": "2026-06-20T00:00:00Z", "images": [\#(images.joined(separator: ", "))]}
            """#)
    }

    private func image(_ properties: String) -> String {
        #"{"name": "x", "visibility": "public", "status": "active", \#(properties)}"#
    }

    @Test(arguments: [
        (
            "architecture", #""architecture": "x86-64""#,
            "has architecture 'x86-64'; it must be one of"
        ),
        ("architecture", #""size": 1"#, "has no architecture; it must be one of x86_64"),
        (
            "hw_rng_model", #""hw_rng_model": "haveged""#,
            "has hw_rng_model 'haveged'; it must be virtio"
        ),
        ("min_disk", #""min_disk": 0"#, "has no min_disk; set the GiB of disk"),
        (
            "min_disk", #""min_disk": 1, "size": 2000000000"#,
            "has min_disk 1 GiB, which is less than"
        ),
        ("min_ram", #""min_ram": 0"#, "has no min_ram; set the MiB of memory"),
        (
            "image_source", #""image_source": "elsewhere""#,
            "has image_source 'elsewhere'; it must be"
        ),
        ("image_source", #""size": 1"#, "has no image_source; it must be a URL or private"),
        (
            "uuid_validity", #""uuid_validity": "perhaps""#,
            "has uuid_validity 'perhaps'; it must be"
        ),
        ("hotfix_hours", #""hotfix_hours": "soon""#, "has hotfix_hours 'soon'; it must be a whole"),
        ("image_build_date", #""size": 1"#, "has no image_build_date; it must be a date such as"),
        ("provided_until", #""size": 1"#, "has no provided_until."),
    ])
    func `A wrong property fails its test case, which names it`(
        property: String, properties: String, told: String
    ) async throws {
        let outcome = try await judge(image(properties))["scs-0102-prop-\(property)"]
        #expect(outcome?.ruling == "FAIL demand-not-met")
        #expect(
            outcome?.message?.hasPrefix("The image 'x' \(told)") == true,
            "\(outcome?.message ?? "")")
    }

    @Test(arguments: ["last-3", "none", "notice", "forever", "2026-06-01"])
    func `Every validity that the standard defines is accepted`(validity: String) async throws {
        let outcomes = try await judge(image(#""uuid_validity": "\#(validity)""#))
        #expect(outcomes["scs-0102-prop-uuid_validity"]?.ruling == "PASS")
    }

    @Test func `An image built after its registration, or in the future, fails`() async throws {
        let later = try await judge(
            image(#""created_at": "2026-06-01T00:00:00Z", "image_build_date": "2026-06-02""#))
        #expect(
            later["scs-0102-prop-image_build_date"]?.violations == [
                "The image 'x' has image_build_date '2026-06-02', later than its registration at "
                    + "2026-06-01T00:00:00Z."
            ])
        let future = try await judge(
            image(#""created_at": "2027-01-02T00:00:00Z", "image_build_date": "2027-01-01""#))
        let outcome = future["scs-0102-prop-image_build_date"]
        #expect(outcome?.message?.hasSuffix("in the future.") == true, "\(outcome?.message ?? "")")
    }

    @Test func `Two visible generic images of one kind fail`()
        async throws
    {
        let generic = #""os_purpose": "generic", "os_distro": "ubuntu", "os_version": "24.04""#
        let two = try await judge(image(generic), image(generic))
        #expect(
            two["scs-0102-os_purpose-uniqueness"]?.message?.hasPrefix(
                "2 images have os_purpose generic for ubuntu 24.04 on an unknown architecture, but "
                    + "only one is allowed") == true)
        let hidden = try await judge(image(generic), image(generic + #", "os_hidden": true"#))
        #expect(hidden["scs-0102-os_purpose-uniqueness"]?.ruling == "PASS")
    }
}
