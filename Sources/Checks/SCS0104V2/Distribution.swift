// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A distribution whose generic images the standard governs: its releases, and where their images come from.
struct Distribution: Sendable {
    /// The value of `os_distro`.
    let name: String
    private let versionScheme: CompiledPattern
    /// Prefixes of permitted URLs, with `{codename}`.
    private let sources: [String]
    /// The day after which there may be a release that is not among `releases`.
    private let completeUntil: CalendarDate
    /// The oldest first.
    let releases: [DistributionRelease]

    /// Reads the distribution of that name in the standard's policy.
    init(_ name: String, in policy: YAMLNode) throws(YAMLError) {
        let node = try policy.required(name)
        try node.check(allows: ["version_scheme", "sources", "complete_until", "releases"])
        self.name = name
        versionScheme = try node.required("version_scheme").pattern()
        sources = try node.required("sources").strings()
        completeUntil = try node.required("complete_until").day()
        var releases: [DistributionRelease] = []
        for entry in try node.required("releases").sequence() {
            let release = try DistributionRelease(entry)
            if let last = releases.last, last.released >= release.released {
                throw try entry.required("released").wrongValue("a day after \(last.released)")
            }
            releases.append(release)
        }
        self.releases = releases
    }

    /// `Ubuntu`
    var title: String { name.prefix(1).uppercased() + name.dropFirst() }

    /// Whether the standard governs the image: a generic one of this distribution, with a version of its scheme.
    func governs(_ image: PublicImage) throws -> Bool {
        guard image.isGeneric, image.osDistro == name, let version = image.osVersion else {
            return false
        }
        return try versionScheme.matches(version)
    }

    /// All governed images come from the place of their release.
    func judgeSources(_ images: [PublicImage], _ judgement: inout Judgement) throws {
        var unknown: PublicImage?
        for image in try images.filter(governs) {
            guard let release = releases.first(where: { $0.version == image.osVersion }) else {
                unknown = unknown ?? image
                continue
            }
            let places = sources.map { $0.replacing("{codename}", with: release.codename) }
            let source = image.source ?? ""
            guard !places.contains(where: source.hasPrefix) else { continue }
            judgement.violation(
                "The image \(image.formatted) is \(title) \(release.version) and has image_source "
                    + "'\(source)'; it must begin with \(places.joined(separator: " or ")).")
        }
        guard let unknown, judgement.violations.isEmpty else { return }
        throw Finding(
            .notApplicable,
            "The image \(unknown.formatted) is \(title) \(unknown.osVersion ?? ""), a release that "
                + "scs-check does not know, so the place of its images is unknown.",
            advice: "Correct os_version, or use a newer scs-check.")
    }

    /// There is an image of the release that was the `steps`-th before the latest required one.
    ///
    /// From its release on a newer one may take the place of the one that is still required.
    func judgePresence(
        before steps: Int, _ images: [PublicImage], _ judgement: inout Judgement
    ) throws {
        let today = CalendarDate(judgement.date)
        let candidates = releases.filter { $0.requiredFrom != nil }
        let latest = candidates.lastIndex { $0.requiredFrom.map { $0 <= today } ?? false }
        guard today <= completeUntil, let latest, latest >= steps else {
            throw Finding(
                .notApplicable,
                "scs-check knows \(title)'s releases from \(candidates.first?.version ?? "none") on "
                    + "until \(completeUntil), so which of them was required on \(today) is unknown.",
                advice: "Use a newer scs-check.")
        }
        let present = Set(
            try images.filter { try !$0.isHidden && governs($0) }.compactMap(\.osVersion))
        let required = candidates[latest - steps]
        if present.contains(required.version) { return }
        for newer in candidates.indices
        where newer > latest && candidates[newer].released <= today {
            let takesOver = present.contains(candidates[newer].version)
            if takesOver, present.contains(candidates[newer - steps].version) { return }
        }
        let found = present.sorted().joined(separator: ", ")
        judgement.violation(
            "No image has os_purpose generic, os_distro \(name) and os_version \(required.version); "
                + (found.isEmpty ? "there is no generic image of \(title)." : "there is \(found)."))
    }
}

extension PublicImage {
    /// Whether it is meant for general use.
    var isGeneric: Bool { osPurpose == "generic" }
}
