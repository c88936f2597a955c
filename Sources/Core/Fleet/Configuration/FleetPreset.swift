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

/// Where the reports of a run over many subjects go, and how many subjects are tested at once.
package struct FleetOutput: Sendable {
    package var folder: Sourced<String>?
    package var formats: Sourced<[String]>?
    /// Subjects that are tested at the same time.
    package var jobs: Sourced<Int>?

    static let keys = ["output", "format", "jobs"]

    package init() {}

    init(_ node: YAMLNode) throws {
        folder = try node["output"].map { try FleetSettings.text($0, "reports") }
        formats = try node["format"].map { try FleetSettings.list($0, "json") }
        jobs = try node["jobs"].map { try FleetSettings.number($0, 1...1000, "subjects at once") }
    }

    package func over(_ base: FleetOutput) -> FleetOutput {
        var result = self
        result.folder = folder ?? base.folder
        result.formats = formats ?? base.formats
        result.jobs = jobs ?? base.jobs
        return result
    }
}
