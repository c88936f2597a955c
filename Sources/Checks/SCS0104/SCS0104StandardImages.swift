// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// Certain images exist under agreed names and come from their publishers.
///
/// Standard: https://docs.scs.community/standards/scs-0104-v1-standard-images
package struct SCS0104StandardImages: CheckModule {
    package let standard = "scs-0104"
    private let requirements: [(testcase: String, image: ImageSpecification)]

    /// Reads the images of the test cases.
    package init(_ standard: StandardDescription) throws(YAMLError) {
        let images = standard.policy
        try images.check(allows: ["images"])
        var specifications: [String: ImageSpecification] = [:]
        for node in try images["images"]?.sequence() ?? [] {
            let image = try ImageSpecification(node)
            specifications[image.name] = image
        }
        var requirements: [(testcase: String, image: ImageSpecification)] = []
        for entry in standard.testcases where !entry.isManual {
            try entry.policy.check(allows: ["image"])
            let name = try entry.policy.required("image")
            guard let image = specifications[try name.string()] else {
                throw name.wrongValue("the name of one of the images in the standard's policy")
            }
            requirements.append((entry.id, image))
        }
        self.requirements = requirements
    }

    package var testcases: [Testcase] {
        requirements.map { requirement in
            requirement.testcase.hasPrefix("scs-0104-source-")
                ? .judging(
                    requirement.testcase, .images,
                    "images called \(requirement.image.name) come from their publisher",
                    advice: "Use the publisher's image, and set its property image_source."
                ) { try Self.judgeSources($0, requirement.image, &$1) }
                : .judging(
                    requirement.testcase, .images,
                    "there is an image called \(requirement.image.name)"
                ) { try Self.judgePresence($0, requirement.image, &$1) }
        }
    }

    package var examples: [Example] {
        [
            Example(
                "Ubuntu from its publisher, and Cluster API from elsewhere",
                facts: #"""
                    {"images": [
                      {"name": "Ubuntu 24.04", "visibility": "public", "status": "active",
                       "image_source": "https://cloud-images.ubuntu.com/noble/20260601/noble.img"},
                      {"name": "ubuntu-capi-image-v1.31.2", "visibility": "public", "status": "active",
                       "image_source": "https://example.org/capi.qcow2"}]}
                    """#,
                verdicts: [
                    "scs-0104-image-ubuntu-2404": .pass, "scs-0104-source-ubuntu-2404": .pass,
                    "scs-0104-image-capi-2": .pass, "scs-0104-source-capi-2": .fail,
                    "scs-0104-image-capi-1": .fail,
                    // Without such an image, none has a wrong source.
                    "scs-0104-source-capi-1": .pass,
                ])
        ]
    }
}

extension SCS0104StandardImages {
    private static func judgeSources(
        _ images: [PublicImage], _ wanted: ImageSpecification, _ judgement: inout Judgement
    ) throws {
        for image in try wanted.matching(images) {
            let source = image.source ?? ""
            guard !wanted.sources.contains(where: source.hasPrefix) else { continue }
            judgement.violation(
                "The image '\(image.name)' has image_source '\(source)'; it must begin with "
                    + "\(wanted.sources.joined(separator: " or ")).")
        }
    }

    private static func judgePresence(
        _ images: [PublicImage], _ wanted: ImageSpecification, _ judgement: inout Judgement
    ) throws {
        guard try wanted.matching(images).isEmpty else { return }
        let name =
            wanted.nameScheme.map { "has a name that matches \($0.text)" }
            ?? "is called '\(wanted.name)'"
        judgement.violation("No image on offer \(name) (\(images.count.counted("image")) checked).")
    }
}
