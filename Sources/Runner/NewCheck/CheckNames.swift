// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck

/// The name of a new check in all its forms.
struct CheckNames {
    /// The standard: `scs-9999`.
    let id: String
    /// The name that operators use: `volume-snapshots`.
    let name: String

    /// Throws `ValidationError` for an invalid name.
    init(id: String, name: String) throws {
        guard id.wholeMatch(of: /[a-z][a-z0-9]*-[0-9]{1,6}(-v[0-9]{1,3})?/) != nil else {
            throw ValidationError(
                "A standard's id is letters, a hyphen and a number, such as scs-9999, or "
                    + "scs-9999-v2 for a version beside an older one, not \(id.quotedForMessage).")
        }
        guard name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil else {
            throw ValidationError(
                "A check's name is small letters, digits and hyphens, such as volume-snapshots, not "
                    + "\(name.quotedForMessage).")
        }
        self.id = id
        self.name = name
    }

    /// `scs-9999-v1`: the first version, unless the id is that of another.
    var version: String {
        id.split(separator: "-").count > 2 ? id : id + "-v1"
    }

    /// `SCS9999VolumeSnapshots`
    var type: String { id.filter { $0 != "-" }.uppercased() + camelCase }

    /// `VolumeSnapshots`
    var camelCase: String {
        name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// `volumeSnapshots`
    var variable: String { camelCase.prefix(1).lowercased() + camelCase.dropFirst() }

    /// `Volume snapshots`
    var title: String {
        let words = name.replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// The template with its marks replaced by the names.
    func fill(_ template: String, access: String = "") -> String {
        let marks = [
            ("__ID__", id), ("__VERSION__", version), ("__NAME__", name), ("__TYPE__", type),
            ("__VARIABLE__", variable),
            ("__TITLE__", title), ("__CAMEL__", camelCase),
            ("__RESOURCE__", id.replacing("-", with: "_") + "_yaml"), ("__ACCESS__", access),
            // Without one of its own only the module itself could make it.
            ("__INIT__", access.isEmpty ? "" : "\n    \(access)init() {}\n"),
        ]
        return marks.reduce(template) { $0.replacing($1.0, with: $1.1) }
    }
}
