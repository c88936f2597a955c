// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSCheck

extension StandardDescription {
    /// A description with only test cases and policy, both as YAML.
    package static func described(_ id: String, _ yaml: String) throws -> StandardDescription {
        let head =
            "standard: \(id)\nversion: \(id)-v1\nname: Test\nurl: https://s.example\nsummary: Test.\n"
        return try StandardFile.read(Array((head + yaml).utf8), file: "\(id).yaml")
    }

    /// The description in `Standards/iaas`.
    package static func builtIn(_ id: String) throws -> StandardDescription {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "Standards/iaas/\(id).yaml")
        return try StandardFile.read(Array(try Data(contentsOf: file)), file: file.path())
    }
}
