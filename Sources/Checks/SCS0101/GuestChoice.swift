// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The image and flavor of a guest.
struct GuestChoice: Sendable {
    let image: PublicImage
    let flavor: Flavor
    /// In GiB; the min_disk of images is often too small.
    static let leastVolume = 8

    /// The newest Debian, else the newest Ubuntu; the smallest flavor that fits it.
    init(images: [PublicImage], flavors: [Flavor], _ settings: CheckSettings) throws {
        if let wanted = settings[SCS0101Entropy.guestImage] {
            guard let image = images.first(where: { $0.name == wanted }) else {
                throw Finding(.notApplicable, "The cloud offers no image called '\(wanted)'.")
            }
            self.image = image
        } else {
            let ranked = images.filter { !$0.isHidden }
                .max { Self.rank($0).lexicographicallyPrecedes(Self.rank($1)) }
            guard let ranked, Self.rank(ranked) != [0, 0] else {
                throw Finding(
                    .notApplicable,
                    "No image on offer is Debian or Ubuntu according to os_distro and os_version "
                        + "(\(images.count.counted("image")) checked).",
                    advice: "Choose the image to boot\(SCS0101Entropy.guestImage.inParentheses).")
            }
            image = ranked
        }
        let least = image.minRAM?.int ?? 0
        let fitting = flavors.filter { $0.ram.int >= max(least, 512) }
        // The test is about random numbers: a flavor that allows a generator comes first.
        let preferred = fitting.filter { $0.extraSpecs?["hw_rng:allowed"]?.lowercased() == "true" }
        guard
            let flavor = (preferred.isEmpty ? fitting : preferred).min(by: {
                ($0.ram, $0.vcpus, $0.disk) < ($1.ram, $1.vcpus, $1.disk)
            })
        else {
            throw Finding(
                .notApplicable,
                "No flavor has the \(least) MiB of memory that the image '\(image.name)' needs.")
        }
        self.flavor = flavor
    }

    /// In GiB.
    var volume: Int { max(image.minDisk?.int ?? 0, Self.leastVolume) }

    private static let debianCodenames = [
        "buster": 10, "bullseye": 11, "bookworm": 12, "trixie": 13,
    ]

    private static func rank(_ image: PublicImage) -> [Int] {
        let version = (image.osVersion ?? "").lowercased()
        switch (image.osDistro ?? "").lowercased() {
        case "debian": return [2, Int(version) ?? debianCodenames[version] ?? 0]
        case "ubuntu": return [1, Int(version.filter { $0 != "." }) ?? 0]
        default: return [0, 0]
        }
    }
}
