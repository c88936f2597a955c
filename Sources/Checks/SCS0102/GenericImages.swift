// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// At most one generic image for each architecture, distribution and version.
enum GenericImages {
    static func judge(_ images: [PublicImage], _ judgement: inout Judgement) {
        let generic = images.filter { image in
            image.visibility == "public" && !image.isHidden && image.osPurpose == "generic"
                && !(image.osDistro ?? "").isEmpty && !(image.osVersion ?? "").isEmpty
        }
        let groups = Dictionary(grouping: generic) { image in
            [image.architecture ?? "", image.osDistro ?? "", image.osVersion ?? ""]
        }
        for (key, group) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
        where group.count > 1 {
            let names = group.map(\.formatted).sorted().joined(separator: ", ")
            judgement.violation(
                "\(group.count) images have os_purpose generic for \(key[1]) \(key[2]) on "
                    + "\(key[0].isEmpty ? "an unknown architecture" : key[0]), but only one is allowed: "
                    + "\(names).")
        }
    }
}
