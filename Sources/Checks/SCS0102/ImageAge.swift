// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck

/// Whether images are as recent as promised (scs-0102).
enum ImageAge {
    /// How often an image is replaced, in seconds, with some days of grace; nil: no promise.
    static let frequencies: [(name: String, seconds: Double?)] = [
        ("never", nil), ("critical_bug", nil), ("yearly", 365 * 86400), ("quarterly", 92 * 86400),
        ("monthly", 31 * 86400), ("weekly", 7 * 90000), ("daily", 90000),
    ]

    private enum Age {
        case recent
        /// Too old, but marked as an old one.
        case marked
        case unmarked
        /// Too old, and it is unknown whether the promise still applies.
        case undated
    }

    /// Judges all images: an old one needs a recent one of its name beside it.
    static func judge(_ images: [PublicImage], _ judgement: inout Judgement) throws {
        var byName: [String: PublicImage] = [:]
        for image in images { byName[image.name] = image }
        for image in images {
            let age = try age(of: image, judgement.date)
            let name = "The image \(image.formatted)"
            let promise =
                "built \(image.buildDate ?? image.createdAt), replace_frequency "
                + (image.replaceFrequency ?? "never")
            switch age {
            case .recent: continue
            case .undated:
                judgement.violation(
                    "\(name) is outdated (\(promise)), and its provided_until "
                        + "'\(image.providedUntil ?? "")' is not a date, none or notice.")
            case .marked, .unmarked:
                if case .unmarked = age {
                    judgement.remark("\(name) appears outdated, but is neither hidden nor renamed.")
                }
                if try !hasReplacement(image, byName, judgement.date) {
                    judgement.violation(
                        "\(name) is outdated (\(promise)), and no recent image replaces it.")
                }
            }
        }
    }

    private static func hasReplacement(
        _ image: PublicImage, _ byName: [String: PublicImage], _ now: Date
    ) throws -> Bool {
        guard let space = image.name.lastIndex(of: " ") else { return false }
        guard let other = byName[image.name[..<space].trimmed] else { return false }
        return try age(of: other, now) == .recent
    }

    private static func age(of image: PublicImage, _ now: Date) throws -> Age {
        let promise = frequencies.first { $0.name == image.replaceFrequency ?? "never" }
        guard let seconds = promise?.seconds else { return .recent }
        guard
            let built =
                image.buildDate.flatMap(ImageDate.parse) ?? ImageDate.parseStrict(image.createdAt)
        else {
            throw Finding(
                .notApplicable,
                "The image \(image.formatted) has replace_frequency \(image.replaceFrequency ?? ""), "
                    + "but neither image_build_date nor created_at is a time, so its age is "
                    + "unknown.",
                advice: "Set image_build_date; scs-0102-prop-image_build_date fails without it.")
        }
        guard now > built.addingTimeInterval(1.1 * seconds) else { return .recent }
        guard let promised = image.providedUntil else {
            throw Finding(
                .notApplicable,
                "The image \(image.formatted) has replace_frequency \(image.replaceFrequency ?? ""), "
                    + "but no provided_until, so it is unknown whether it still must be replaced.",
                advice: "Set provided_until; scs-0102-prop-provided_until fails without it.")
        }
        if promised == "none" || promised == "notice" { return .recent }
        guard let until = ImageDate.parse(promised) else { return .undated }
        if now > until { return .recent }
        if image.isHidden { return .marked }
        guard let space = image.name.lastIndex(of: " ") else { return .unmarked }
        let marker = image.name[image.name.index(after: space)...]
        let isMarked =
            marker == "old" || marker == "prev" || ImageDate.parseMarker(marker) != nil
        return isMarked ? .marked : .unmarked
    }
}
