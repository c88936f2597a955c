// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The images for the nodes of clusters: how they are called, and what they must say about themselves.
struct ClusterAPIImages: Sendable {
    private let nameScheme: CompiledPattern
    /// The scheme of the image that is recommended.
    private let recommendedNameScheme: CompiledPattern
    private let sources: [String]
    private let purpose: String
    private let description: String

    /// Reads them from the standard's policy.
    init(_ policy: YAMLNode) throws(YAMLError) {
        let node = try policy.required("cluster_api")
        try node.check(allows: [
            "name_scheme", "recommended_name_scheme", "sources", "os_purpose", "image_description",
        ])
        nameScheme = try node.required("name_scheme").pattern()
        recommendedNameScheme = try node.required("recommended_name_scheme").pattern()
        sources = try node.required("sources").strings()
        purpose = try node.required("os_purpose").string()
        description = try node.required("image_description").string()
    }

    /// Each of them has the three properties.
    func judgeProperties(_ images: [PublicImage], _ judgement: inout Judgement) throws {
        for image in try Self.named(nameScheme, images) {
            if !sources.contains(where: (image.source ?? "").hasPrefix) {
                judgement.violation(
                    "The image \(image.formatted) has \(image.source.valued("image_source")); it must "
                        + "begin with \(sources.joined(separator: " or ")).")
            }
            if image.osPurpose != purpose {
                judgement.violation(
                    "The image \(image.formatted) has \(image.osPurpose.valued("os_purpose")); it "
                        + "must be \(purpose).")
            }
            if image.description != description {
                judgement.violation(
                    "The image \(image.formatted) has "
                        + "\(image.description.valued("image_description")); it must be \(description)."
                )
            }
        }
    }

    /// There is one with a name of the recommended scheme.
    func judgePresence(_ images: [PublicImage], _ judgement: inout Judgement) throws {
        let visible = images.filter { !$0.isHidden }
        guard try Self.named(recommendedNameScheme, visible).isEmpty else { return }
        judgement.violation(
            "No image on offer has a name that matches \(recommendedNameScheme.text) "
                + "(\(visible.count.counted("image")) checked).")
    }

    private static func named(
        _ scheme: CompiledPattern, _ images: [PublicImage]
    ) throws -> [PublicImage] {
        try images.filter { try scheme.matchesStart(of: $0.name) }
    }
}
