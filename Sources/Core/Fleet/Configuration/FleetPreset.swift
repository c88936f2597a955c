// SPDX-License-Identifier: Apache-2.0
import SCSSupport
package import SCSYAML

/// A named run: which subjects, what is tested, and where the reports go.
package struct FleetPreset: Sendable {
    package var name: String
    package var position: Position
    package var subjects: Sourced<[String]>
    package var settings: FleetSettings
    package var output: FleetOutput

    private static let keys = ["subjects"] + FleetSettings.keys + FleetOutput.keys

    init(_ key: YAMLNode, _ node: YAMLNode) throws {
        name = try key.string(example: "nightly")
        position = key.position
        try node.check(allows: Self.keys)
        subjects = try FleetSettings.list(node.required("subjects"), "'*'")
        settings = try FleetSettings(node)
        output = try FleetOutput(node)
    }
}
