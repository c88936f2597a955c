// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Customers can upload images of their own.
enum ImageUpload {
    private static let content = [UInt8](repeating: 0x5C, count: 1 << 20)

    static var scenario: Scenario<Void> {
        Scenario()
            .step("choose a format that is accepted", calls: ["GET /v2/schemas/image"]) {
                context, _ in
                try context.needsCloud(for: "whether customers can upload images")
                let formats = try await context.cloud.images.diskFormats()
                // Any will do; raw needs no structure.
                return formats.isEmpty || formats.contains("raw") || !formats.contains("qcow2")
                    ? "raw" : "qcow2"
            }
            .require(
                "upload an image", creates: .image,
                calls: ["POST /v2/images", "PUT /v2/images/{id}/file"]
            ) { context, format in
                let bytes =
                    format == "raw"
                    ? content
                    : QCOW2Image(
                        of: VolumeContent(seed: 1, size: 1 << 20, extents: [0..<(1 << 16)])
                    ).bytes
                let image = try await context.upload(
                    .image("upload", diskFormat: format), length: Int64(bytes.count)
                ) { ByteArraySource(bytes) }
                return (image: image, size: bytes.count)
            }
            .require("it has the size of what was uploaded", calls: ["GET /v2/images/{id}"]) {
                context, uploaded in
                guard let size = try await context.show(uploaded.image).size else { return }
                guard size.int == uploaded.size else {
                    throw Finding(
                        .requirementNotMet,
                        "The image \(uploaded.image.id) has \(size) bytes; \(uploaded.size) were "
                            + "uploaded.")
                }
            }
    }
}
