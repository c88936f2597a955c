// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// Certain images exist, are found by their properties and come from their publishers; customers upload their own.
///
/// Standard: https://docs.scs.community/standards/scs-0104-v2-standard-images
package struct SCS0104V2ImagesByProperty: CheckModule {
    package let standard = "scs-0104-v2"
    private let ubuntu: Distribution
    private let debian: Distribution
    private let clusterAPI: ClusterAPIImages

    /// Reads releases and places from the standard's policy.
    package init(_ standard: StandardDescription) throws(YAMLError) {
        try standard.policy.check(allows: ["ubuntu", "debian", "cluster_api"])
        for entry in standard.testcases { try entry.policy.check(allows: []) }
        ubuntu = try Distribution("ubuntu", in: standard.policy)
        debian = try Distribution("debian", in: standard.policy)
        clusterAPI = try ClusterAPIImages(standard.policy)
    }

    package var testcases: [Testcase] {
        [
            Testcase("scs-0104-x-upload", depth: .api, ImageUpload.scenario),
            Self.sources("scs-0104-x-source-debian", debian),
            Self.sources("scs-0104-x-source-ubuntu", ubuntu),
            .judging(
                "scs-0104-x-source-other", .images,
                "generic images of other distributions name their publisher's place",
                advice: "Set image_source to the publisher's URL.", judgeOthers),
            .judging(
                "scs-0104-x-capi", .images, "Cluster API images have the three required properties",
                advice: "Use the publisher's image, and set the properties that are named.",
                clusterAPI.judgeProperties),
            Self.presence("scs-0104-x-ubuntu-latest", ubuntu, before: 0, "the latest LTS"),
            Self.presence("scs-0104-x-ubuntu-previous", ubuntu, before: 1, "the LTS before it"),
            Self.presence("scs-0104-x-debian-latest", debian, before: 0, "the latest stable"),
            Self.presence("scs-0104-x-debian-previous", debian, before: 1, "the stable before it"),
            .judging(
                "scs-0104-x-capi-present", .images, "there is a Cluster API image",
                clusterAPI.judgePresence),
        ]
    }

    private static func sources(_ id: String, _ distribution: Distribution) -> Testcase {
        .judging(
            id, .images, "generic images of \(distribution.title) come from their publisher",
            advice: "Use the publisher's image, and set its property image_source.",
            distribution.judgeSources)
    }

    private static func presence(
        _ id: String, _ distribution: Distribution, before steps: Int, _ release: String
    ) -> Testcase {
        .judging(
            id, .images, "there is a generic image of \(distribution.title), \(release)",
            advice: "Offer the image, and set os_purpose, os_distro and os_version."
        ) { try distribution.judgePresence(before: steps, $0, &$1) }
    }

    private func judgeOthers(_ images: [PublicImage], _ judgement: inout Judgement) {
        let governed = [ubuntu.name, debian.name]
        for image in images where image.isGeneric && !governed.contains(image.osDistro ?? "") {
            guard image.source?.hasPrefix("https://") != true,
                image.source?.hasPrefix("http://") != true
            else { continue }
            judgement.violation(
                "The image \(image.formatted) has \(image.source.valued("image_source")); it should be "
                    + "the URL of its publisher's image.")
        }
    }

    package var examples: [Example] {
        [
            Example(
                "The latest Ubuntu LTS under a name of the provider's own",
                facts: #"""
                    {"recorded_at": "2026-06-20T00:00:00Z", "images": [
                      {"name": "Our Linux", "visibility": "public", "status": "active",
                       "os_purpose": "generic", "os_distro": "ubuntu", "os_version": "26.04",
                       "image_source": "https://cloud-images.ubuntu.com/resolute/20260601/r.img"}]}
                    """#,
                verdicts: [
                    "scs-0104-x-ubuntu-latest": .pass, "scs-0104-x-source-ubuntu": .pass,
                    "scs-0104-x-ubuntu-previous": .fail, "scs-0104-x-debian-latest": .fail,
                    "scs-0104-x-debian-previous": .fail, "scs-0104-x-capi-present": .fail,
                    // Without such images, none violates the requirement.
                    "scs-0104-x-source-debian": .pass, "scs-0104-x-source-other": .pass,
                    "scs-0104-x-capi": .pass, "scs-0104-x-upload": .missing,
                ]),
            Example(
                "The right name, but no properties",
                facts: #"""
                    {"recorded_at": "2026-06-20T00:00:00Z", "images": [
                      {"name": "Ubuntu 26.04", "visibility": "public", "status": "active"},
                      {"name": "ubuntu-capi-image-v1.35", "visibility": "public",
                       "status": "active"}]}
                    """#,
                verdicts: [
                    "scs-0104-x-ubuntu-latest": .fail, "scs-0104-x-capi": .fail,
                    "scs-0104-x-capi-present": .pass,
                ]),
        ]
    }
}
