// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// An image was built before it was registered, and not in the future.
enum ImageBuildDate {
    static func judge(_ images: [PublicImage], _ judgement: inout Judgement) throws {
        var undated: PublicImage?
        for image in images {
            let name = "The image \(image.formatted)"
            let registered = ImageDate.parseStrict(image.createdAt)
            let built = image.buildDate.flatMap(ImageDate.parse)
            switch (built, registered) {
            case (nil, _):
                judgement.violation(
                    "\(name) has \(image.buildDate.valued("image_build_date")); it must be a date such as "
                        + "2026-06-01.")
            case (_, nil):
                undated = undated ?? image
            case (let built?, let registered?) where built > registered:
                judgement.violation(
                    "\(name) has \(image.buildDate.valued("image_build_date")), later than its "
                        + "registration at \(image.createdAt).")
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
                "The image \(undated.formatted) has created_at '\(undated.createdAt)', which is not a "
                    + "time, so its build date cannot be compared with it.")
        }
    }
}
