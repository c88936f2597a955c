// SPDX-License-Identifier: Apache-2.0
public import Core
import FoundationEssentials

/// Images that a cloud offers describe themselves: what they are, need, and promise.
///
/// Standard: https://docs.scs.community/standards/scs-0102-v2-image-metadata
public struct SCS0102ImageMetadata: CheckModule {
    public let standard = "scs-0102"
    public let aliases = ["image-metadata"]

    public init() {}

    public var testcases: [Testcase] {
        [
            Self.property("architecture", \.architecture, among: Self.architectures),
            Self.property("hash_algo", \.hashAlgorithm, among: ["sha256", "sha512"]),
            Self.prop("min_disk", "min_disk is set and no less than the image's size") {
                Self.minDisk($0)
            },
            Self.prop("min_ram", "min_ram is set") { image in
                (image.minRAM ?? 0) == 0 ? "has no min_ram; MiB that it needs to boot" : nil
            },
            Self.present("os_version", \.osVersion),
            Self.present("os_distro", \.osDistro),
            Self.property("os_purpose", \.osPurpose, among: Self.purposes),
            Self.property(
                "hw_disk_bus", \.diskBus, among: ["virtio", "scsi"], orAbsent: true),
            Self.property(
                "hypervisor_type", \.hypervisorType,
                among: ["qemu", "kvm", "xen", "hyper-v", "esxi"], orAbsent: true),
            Self.property("hw_rng_model", \.rngModel, among: ["virtio"], orAbsent: true),
            .judging(
                "scs-0102-prop-image_build_date", .images, "image_build_date is a day gone by",
                advice: Self.advice, Self.buildDates),
            Self.present("image_original_user", \.originalUser),
            Self.prop("image_source", "image_source is a URL, or private") { image in
                Self.isSource(image.source ?? "")
                    ? nil : "has image_source \(quoted(image.source)); a URL, or private, is needed"
            },
            Self.present("image_description", \.description),
            Self.property(
                "replace_frequency", \.replaceFrequency, among: ImageAge.frequencies.map(\.name)),
            Self.present("provided_until", \.providedUntil),
            Self.prop("uuid_validity", "uuid_validity is a promise of the standard") { image in
                Self.isValidity(image.uuidValidity)
                    ? nil
                    : "has uuid_validity \(quoted(image.uuidValidity)); none, notice, forever, "
                        + "last-N or a day is needed"
            },
            Self.prop("hotfix_hours", "hotfix_hours is a number, where it is set") { image in
                let hours = image.hotfixHours ?? ""
                return hours.allSatisfy(\.isDecimalDigit)
                    ? nil : "has hotfix_hours \(quoted(hours)); a whole number is needed"
            },
            .judging(
                "scs-0102-image-recency", .images, "images are as recent as they promise",
                advice: "Replace the image, or hide the old one beside its replacement.",
                ImageAge.judge),
            .judging(
                "scs-0102-os_purpose-uniqueness", .images,
                "one generic image at most for each architecture, distribution and version",
                advice: "Hide the older image or set its os_purpose to oldgeneric.",
                Self.uniqueness),
        ]
    }

    public var examples: [Example] {
        [
            Example(
                "A well-described image, and one that nobody offers",
                facts: """
                    {"recorded_at": "2026-06-20T00:00:00Z", "images": [\(Self.debian), {
                      "name": "mine", "visibility": "private", "status": "active"}]}
                    """,
                verdicts: Dictionary(
                    uniqueKeysWithValues: SCS0102ImageMetadata().testcases.map { ($0.id, .pass) })),
            Example(
                "An image without a word about itself",
                facts: #"""
                    {"recorded_at": "2026-06-20T00:00:00Z", "images": [{
                      "name": "x", "visibility": "public", "status": "active", "size": 1,
                      "created_at": "2026-06-01T00:00:00Z"}]}
                    """#,
                verdicts: [
                    "scs-0102-prop-architecture": .fail, "scs-0102-prop-min_ram": .fail,
                    "scs-0102-prop-hw_disk_bus": .pass, "scs-0102-prop-provided_until": .fail,
                    // Without a promise there is none to break.
                    "scs-0102-image-recency": .pass,
                ]),
            Example(
                "An old image service: no os_hash_algo beside the owner's hash_algo",
                facts: #"""
                    {"recorded_at": "2026-06-20T00:00:00Z", "images": [{
                      "name": "x", "visibility": "public", "hash_algo": "sha256"}]}
                    """#,
                verdicts: ["scs-0102-prop-hash_algo": .pass]),
            Example(
                "An image of which nobody knows since when it is there",
                facts: #"""
                    {"recorded_at": "2026-06-20T00:00:00Z", "images": [{
                      "name": "x", "visibility": "public", "image_build_date": "2026-06-01",
                      "replace_frequency": "monthly", "provided_until": "2028-08-09"}]}
                    """#,
                verdicts: [
                    "scs-0102-prop-image_build_date": .abort, "scs-0102-image-recency": .pass,
                ]),
            Example(
                "An image of which nobody knows how old it is, with a promise",
                facts: #"""
                    {"recorded_at": "2026-06-20T00:00:00Z", "images": [{
                      "name": "x", "visibility": "public", "created_at": "lately",
                      "replace_frequency": "monthly", "provided_until": "2028-08-09"}]}
                    """#,
                verdicts: [
                    "scs-0102-prop-image_build_date": .fail, "scs-0102-image-recency": .abort,
                ]),
            Example(
                "A promise of monthly replacement, broken",
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

// MARK: Properties one by one

extension SCS0102ImageMetadata {
    private static let architectures = ["x86_64", "aarch64", "risc-v"]
    private static let purposes = [
        "generic", "oldgeneric", "minimal", "k8snode", "gpu", "network", "custom",
    ]
    private static let advice = "Set it: openstack image set --property NAME=VALUE IMAGE"

    /// A test case of one property: `complaint` says what is wrong with an image, or nil.
    private static func prop(
        _ name: String, _ demand: String,
        _ complaint: @escaping @Sendable (PublicImage) -> String?
    ) -> Testcase {
        .judging("scs-0102-prop-\(name)", .images, demand, advice: advice) { images, judgement in
            for image in images {
                if let complaint = complaint(image) {
                    judgement.violation("The image \(image.spoken) \(complaint).")
                }
            }
        }
    }

    private static func property(
        _ name: String, _ value: @escaping @Sendable (PublicImage) -> String?,
        among values: [String],
        orAbsent: Bool = false
    ) -> Testcase {
        let spoken = values.joined(separator: ", ")
        let demand = "\(name) is one of \(spoken)" + (orAbsent ? ", where it is set" : "")
        return prop(name, demand) { image in
            guard let value = value(image) else {
                return orAbsent ? nil : "has no \(name); one of \(spoken) is needed"
            }
            return values.contains(value)
                ? nil : "has \(name) \(quoted(value)); one of \(spoken) is needed"
        }
    }

    private static func present(
        _ name: String, _ value: @escaping @Sendable (PublicImage) -> String?
    ) -> Testcase {
        prop(name, "\(name) is set") { image in
            (value(image) ?? "").isEmpty ? "has no \(name)" : nil
        }
    }

    private static func minDisk(_ image: PublicImage) -> String? {
        guard let disk = image.minDisk, disk != 0 else {
            return "has no min_disk; GiB that it needs are to be told"
        }
        guard let size = image.size, let bytes = disk.times(1 << 30), bytes < size.int64
        else { return nil }
        return "has min_disk \(disk) GiB, but takes \(size) bytes, which is more"
    }

    private static func isSource(_ source: String) -> Bool {
        guard source != "private" else { return true }
        guard let colon = source.firstRange(of: "://") else { return false }
        return ["http", "https", "ftp", "ftps"].contains(String(source[..<colon.lowerBound]))
    }

    private static func isValidity(_ validity: String?) -> Bool {
        guard let validity, !["none", "notice", "forever"].contains(validity) else { return true }
        if validity.hasPrefix("last-") {
            let number = validity.dropFirst("last-".count)
            if !number.isEmpty && number.allSatisfy(\.isDecimalDigit) { return true }
        }
        return ImageDate.parse(validity) != nil
    }

    private static func buildDates(_ images: [PublicImage], _ judgement: inout Judgement) throws {
        var undated: PublicImage?
        for image in images {
            let name = "The image \(image.spoken)"
            let registered = ImageDate.parseStrict(image.createdAt)
            let built = image.buildDate.flatMap(ImageDate.parse)
            switch (built, registered) {
            case (nil, _):
                judgement.violation(
                    "\(name) has image_build_date \(quoted(image.buildDate)); a day such as "
                        + "2026-06-01 is needed.")
            case (_, nil):
                undated = undated ?? image
            case (let built?, let registered?) where built > registered:
                judgement.violation(
                    "\(name) has image_build_date \(quoted(image.buildDate)), after it was "
                        + "registered at \(image.createdAt).")
            default: break
            }
            if let date = built ?? registered, date > judgement.date {
                judgement.violation(
                    "\(name) was built or registered at \(Timestamp.format(date)), in the future.")
            }
        }
        if judgement.violations.isEmpty, let undated {
            throw Finding(
                .notApplicable,
                "The image \(undated.spoken) has created_at \(quoted(undated.createdAt)), which is no "
                    + "time, so nobody can tell whether it was built before.")
        }
    }

    private static func uniqueness(_ images: [PublicImage], _ judgement: inout Judgement) {
        let generic = images.filter { image in
            image.visibility == "public" && !image.isHidden && image.osPurpose == "generic"
                && !(image.osDistro ?? "").isEmpty && !(image.osVersion ?? "").isEmpty
        }
        let groups = Dictionary(grouping: generic) { image in
            [image.architecture ?? "", image.osDistro ?? "", image.osVersion ?? ""]
        }
        for (key, group) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
        where group.count > 1 {
            let names = group.map(\.spoken).sorted().joined(separator: ", ")
            judgement.violation(
                "\(group.count) images have os_purpose generic for \(key[1]) \(key[2]) on "
                    + "\(key[0].isEmpty ? "no architecture" : key[0]), but one is allowed: "
                    + "\(names).")
        }
    }
}

extension PublicImage {
    /// Its name, and its id where the cloud has told one.
    var spoken: String { id.isEmpty ? "'\(name)'" : "'\(name)' (\(id))" }
}

private func quoted(_ value: String?) -> String { value.map { "'\($0)'" } ?? "that is not set" }

extension Character {
    /// A digit of the decimal system, of any script: what `isdecimal` of other languages accepts.
    var isDecimalDigit: Bool {
        unicodeScalars.count == 1
            && unicodeScalars.allSatisfy { $0.properties.generalCategory == .decimalNumber }
    }
}
