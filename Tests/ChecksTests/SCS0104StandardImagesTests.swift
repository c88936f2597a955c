// SPDX-License-Identifier: Apache-2.0
import SCSCheckModules
import Testing
import TestSupport

@testable import SCSCheck

struct SCS0104StandardImagesTests {
    private func judge(_ images: String) async throws -> [String: TestcaseOutcome] {
        let standard = try StandardDescription.described(
            "scs-0104",
            """
            testcases:
              - {id: scs-0104-source-capi, title: A, target: main, policy: {image: capi}}
              - {id: scs-0104-image-capi, title: B, target: main, policy: {image: capi}}
            policy:
              images:
                - name: capi
                  name_scheme: ubuntu-capi-image-v[0-9]
                  source: [https://a.example/, https://b.example/]
            """)
        return try await SCS0104StandardImages(standard).judge(
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
