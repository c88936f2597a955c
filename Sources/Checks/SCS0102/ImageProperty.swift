// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck

/// Test cases that each judge one property of all images.
enum ImageProperty {
    private static let schemes = ["http://", "https://", "ftp://", "ftps://"]
    static let architectures = ["x86_64", "aarch64", "risc-v"]
    static let purposes = [
        "generic", "oldgeneric", "minimal", "k8snode", "gpu", "network", "custom",
    ]
    static let advice = "Set the property: openstack image set --property NAME=VALUE IMAGE"

    /// A test case about one property: `complaint` says what is wrong with an image, or nil.
    static func testcase(
        _ name: String, _ requirement: String,
        _ complaint: @escaping @Sendable (PublicImage) -> String?
    ) -> Testcase {
        .judging("scs-0102-prop-\(name)", .images, requirement, advice: advice) {
            images, judgement in
            // By index: an image has 25 fields, which a loop over images would copy.
            for index in images.indices {
                if let complaint = complaint(images[index]) {
                    judgement.violation("The image \(images[index].formatted) \(complaint).")
                }
            }
        }
    }

    static func testcase(
        _ name: String, _ value: @escaping @Sendable (PublicImage) -> String?,
        among values: [String],
        orAbsent: Bool = false
    ) -> Testcase {
        let valid = values.count == 1 ? values[0] : "one of " + values.joined(separator: ", ")
        let requirement = "\(name)\(orAbsent ? ", if set," : "") is \(valid)"
        return testcase(name, requirement) { image in
            guard let value = value(image) else {
                return orAbsent ? nil : "has no \(name); it must be \(valid)"
            }
            return values.contains(value)
                ? nil : "has \(name) '\(value)'; it must be \(valid)"
        }
    }

    static func present(
        _ name: String, _ value: @escaping @Sendable (PublicImage) -> String?
    ) -> Testcase {
        testcase(name, "\(name) is set") { image in
            (value(image) ?? "").isEmpty ? "has no \(name)" : nil
        }
    }

    static func minDisk(_ image: PublicImage) -> String? {
        guard let disk = image.minDisk, disk != 0 else {
            return "has no min_disk; set the GiB of disk that it needs"
        }
        guard let size = image.size, let bytes = disk.times(1 << 30), bytes < size.int64
        else { return nil }
        return "has min_disk \(disk) GiB, which is less than its size of \(size) bytes"
    }

    static func isSource(_ source: String) -> Bool {
        source == "private" || schemes.contains(where: source.hasPrefix)
    }

    static func isValidity(_ validity: String?) -> Bool {
        guard let validity, !["none", "notice", "forever"].contains(validity) else { return true }
        if validity.hasPrefix("last-") {
            let number = validity.dropFirst("last-".count)
            if !number.isEmpty && number.allSatisfy(\.isDecimalDigit) { return true }
        }
        return ImageDate.parse(validity) != nil
    }
}

extension PublicImage {
    /// Its name, and its id if there is one.
    var formatted: String { id.isEmpty ? "'\(name)'" : "'\(name)' (\(id))" }
}

extension Character {
    /// A decimal digit of any script, as `isdecimal` in other languages.
    var isDecimalDigit: Bool {
        unicodeScalars.count == 1
            && unicodeScalars.allSatisfy { $0.properties.generalCategory == .decimalNumber }
    }
}
