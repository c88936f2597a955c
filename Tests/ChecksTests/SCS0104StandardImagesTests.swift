// SPDX-License-Identifier: Apache-2.0
import SCSCheckModules
import TestSupport
import Testing

@testable import SCSCheck

struct SCS0104StandardImagesTests {
    private func judge(_ images: String) async throws -> [String: TestcaseOutcome] {
        var standard = StandardDescription(
            id: "scs-0104", version: "scs-0104-v1", name: "", aliases: [], summary: "", url: "",
            testcases: ["scs-0104-source-capi", "scs-0104-image-capi"].map {
                var entry = StandardDescription.Entry(
                    id: $0, title: "", target: .main, isManual: false, url: nil)
                entry.image = "capi"
                return entry
            })
        standard.images["capi"] = ImageSpecification(
            name: "capi", nameScheme: "ubuntu-capi-image-v[0-9]",
            sources: ["https://a.example/", "https://b.example/"])
        return try await SCS0104StandardImages(Policy([standard])).judge(
            #"{"images": [\#(images)]}"#)
    }

    @Test func `A missing image fails its presence, not its source`() async throws {
        let outcomes = try await judge(#"{"name": "Debian 13", "visibility": "public"}"#)
        #expect(
            outcomes["scs-0104-image-capi"]?.message
                == "No image on offer has a name that matches ubuntu-capi-image-v[0-9] (1 image "
                + "checked).")
        #expect(outcomes["scs-0104-source-capi"]?.ruling == "PASS")
    }

    @Test func `Every image of a standard name must come from its publisher`() async throws {
        let outcomes = try await judge(
            #"""
            {"name": "ubuntu-capi-image-v1.31", "visibility": "public", "image_source": "https://b.example/x"},
            {"name": "ubuntu-capi-image-v1.32", "visibility": "public", "image_source": "https://evil.example/"}
            """#)
        #expect(outcomes["scs-0104-image-capi"]?.ruling == "PASS")
        #expect(
            outcomes["scs-0104-source-capi"]?.violations == [
                "The image 'ubuntu-capi-image-v1.32' has image_source 'https://evil.example/'; it "
                    + "must begin with https://a.example/ or https://b.example/."
            ])
    }
}
