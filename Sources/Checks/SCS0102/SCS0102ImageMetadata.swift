// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// A cloud's images describe themselves: what they are, need and promise.
///
/// Standard: https://docs.scs.community/standards/scs-0102-v2-image-metadata
package struct SCS0102ImageMetadata: CheckModule {
    package let standard = "scs-0102"

    package init() {}

    package var testcases: [Testcase] {
        [
            ImageProperty.testcase(
                "architecture", { $0.architecture }, among: ImageProperty.architectures),
            ImageProperty.testcase("hash_algo", { $0.hashAlgorithm }, among: ["sha256", "sha512"]),
            ImageProperty.testcase("min_disk", "min_disk is set and at least the image's size") {
                ImageProperty.minDisk($0)
            },
            ImageProperty.testcase("min_ram", "min_ram is set") { image in
                (image.minRAM ?? 0) == 0
                    ? "has no min_ram; set the MiB of memory that it needs" : nil
            },
            ImageProperty.present("os_version", { $0.osVersion }),
            ImageProperty.present("os_distro", { $0.osDistro }),
            ImageProperty.testcase("os_purpose", { $0.osPurpose }, among: ImageProperty.purposes),
            ImageProperty.testcase(
                "hw_disk_bus", { $0.diskBus }, among: ["virtio", "scsi"], orAbsent: true),
            ImageProperty.testcase(
                "hypervisor_type", { $0.hypervisorType },
                among: ["qemu", "kvm", "xen", "hyper-v", "esxi"], orAbsent: true),
            ImageProperty.testcase(
                "hw_rng_model", { $0.rngModel }, among: ["virtio"], orAbsent: true),
            .judging(
                "scs-0102-prop-image_build_date", .images, "image_build_date is a date in the past",
                advice: ImageProperty.advice, ImageBuildDate.judge),
            ImageProperty.present("image_original_user", { $0.originalUser }),
            ImageProperty.testcase("image_source", "image_source is a URL or private") { image in
                ImageProperty.isSource(image.source ?? "")
                    ? nil
                    : "has \(image.source.valued("image_source")); it must be a URL or private"
            },
            ImageProperty.present("image_description", { $0.description }),
            ImageProperty.testcase(
                "replace_frequency", { $0.replaceFrequency },
                among: ImageAge.frequencies.map(\.name)),
            ImageProperty.present("provided_until", { $0.providedUntil }),
            ImageProperty.testcase(
                "uuid_validity", "uuid_validity, if set, is a value that the standard defines"
            ) {
                image in
                ImageProperty.isValidity(image.uuidValidity)
                    ? nil
                    : "has \(image.uuidValidity.valued("uuid_validity")); it must be none, notice, "
                        + "forever, last-N or a date"
            },
            ImageProperty.testcase("hotfix_hours", "hotfix_hours, if set, is a number") {
                image in
                let hours = image.hotfixHours ?? ""
                return hours.allSatisfy(\.isDecimalDigit)
                    ? nil : "has hotfix_hours '\(hours)'; it must be a whole number"
            },
            .judging(
                "scs-0102-image-recency", .images, "images are as recent as they promise",
                advice: "Replace the image, and hide or rename the old one.",
                ImageAge.judge),
            .judging(
                "scs-0102-os_purpose-uniqueness", .images,
                "at most one generic image for each architecture, distribution and version",
                advice: "Hide the older image, or set its os_purpose to oldgeneric.",
                GenericImages.judge),
        ]
    }

    package var examples: [Example] {
        [
            Example(
                "A well-described public image, and a private one without metadata",
                facts: """
                    {"recorded_at": "2026-06-20T00:00:00Z", "images": [\(Self.debian), {
                      "name": "mine", "visibility": "private", "status": "active"}]}
                    """,
                verdicts: Dictionary(
                    uniqueKeysWithValues: SCS0102ImageMetadata().testcases.map { ($0.id, .pass) })),
            Example(
                "An image without metadata",
                facts: #"""
                    {"recorded_at": "2026-06-20T00:00:00Z", "images": [{
                      "name": "x", "visibility": "public", "status": "active", "size": 1,
                      "created_at": "2026-06-01T00:00:00Z"}]}
                    """#,
                verdicts: [
                    "scs-0102-prop-architecture": .fail, "scs-0102-prop-min_ram": .fail,
                    "scs-0102-prop-hw_disk_bus": .pass, "scs-0102-prop-provided_until": .fail,
                    // Without replace_frequency no image is too old.
                    "scs-0102-image-recency": .pass,
                ]),
            Example(
                "An old Image service: the owner sets hash_algo, os_hash_algo is missing",
                facts: #"""
                    {"recorded_at": "2026-06-20T00:00:00Z", "images": [{
                      "name": "x", "visibility": "public", "hash_algo": "sha256"}]}
                    """#,
                verdicts: ["scs-0102-prop-hash_algo": .pass]),
            Example(
                "An image without created_at",
                facts: #"""
                    {"recorded_at": "2026-06-20T00:00:00Z", "images": [{
                      "name": "x", "visibility": "public", "image_build_date": "2026-06-01",
                      "replace_frequency": "monthly", "provided_until": "2028-08-09"}]}
                    """#,
                verdicts: [
                    "scs-0102-prop-image_build_date": .abort, "scs-0102-image-recency": .pass,
                ]),
            Example(
                "An image of unknown age that should be replaced monthly",
                facts: #"""
                    {"recorded_at": "2026-06-20T00:00:00Z", "images": [{
                      "name": "x", "visibility": "public", "created_at": "lately",
                      "replace_frequency": "monthly", "provided_until": "2028-08-09"}]}
                    """#,
                verdicts: [
                    "scs-0102-prop-image_build_date": .fail, "scs-0102-image-recency": .abort,
                ]),
            Example(
                "An image that should have been replaced monthly",
                facts: """
                    {"recorded_at": "2026-12-20T00:00:00Z", "images": [\(Self.debian)]}
                    """,
                verdicts: [
                    "scs-0102-image-recency": .fail, "scs-0102-prop-image_build_date": .pass,
                ]),
        ]
    }

    private static let debian = #"""
        {"name": "Debian 13", "visibility": "public", "status": "active", "size": 400000000,
         "architecture": "x86_64", "os_hash_algo": "sha512", "min_disk": 3, "min_ram": 512,
         "os_version": "13", "os_distro": "debian", "os_purpose": "generic",
         "hw_disk_bus": "scsi", "created_at": "2026-06-02T00:00:00Z",
         "image_build_date": "2026-06-01", "image_original_user": "debian",
         "image_source": "https://cloud.debian.org/images/cloud/trixie/debian-13.qcow2",
         "image_description": "https://www.debian.org", "replace_frequency": "monthly",
         "provided_until": "2028-08-09", "uuid_validity": "last-3", "hotfix_hours": "48"}
        """#
}
