// SPDX-License-Identifier: Apache-2.0
import SCSSupport
package import SCSYAML

/// A subject of certification: a cloud by the name on its certificate, with its credentials.
package struct FleetSubject: Sendable {
    /// The name on the certificate, and of the folder of its reports.
    package var name: String
    package var position: Position
    /// The entry of clouds.yaml; by default the one with the subject's name.
    package var cloud: String
    package var region: String?
    /// The subject that it is a region of, if that was to be tested in all regions.
    package var parent: String?
    /// Further credentials: entries of clouds.yaml by the key or the persona that they are for.
    package var credentials: [String: Sourced<String>]
    package var groups: [String]
    package var labels: [String: String]
    package var settings: FleetSettings
    /// Where its own keys are in the file.
    var sources: [String: Position] = [:]
    /// A file of attestations for manual test cases.
    package var attestations: String?
    /// A command that prints each secret that no file has.
    package var secretsCommand: String?

    /// A subject that only the command line names.
    package init(cloud: String, region: String?, name: String) {
        self.name = name
        position = Position(place: "the command line")
        self.cloud = cloud
        self.region = region
        credentials = [:]
        groups = []
        labels = [:]
        settings = FleetSettings()
    }

    /// The keys that name an entry of clouds.yaml for another persona; `credentials` names any persona.
    static let credentialKeys = ["other-cloud", "manager-cloud", "other-manager-cloud"]
    private static let keys =
        ["cloud", "region"] + credentialKeys
        + ["credentials", "groups", "labels", "attestations", "secrets-command"]
        + FleetSettings.keys

    init(_ key: YAMLNode, _ node: YAMLNode) throws {
        name = try key.string(example: "mycloud")
        guard Self.isName(name) else {
            throw YAMLError(
                key.position,
                "\(name.quotedForMessage) names a folder of reports; use up to 100 letters, digits, "
                    + "dots, hyphens and underscores, and begin with a letter or digit")
        }
        position = key.position
        let isEmpty = node.isNull
        if !isEmpty { try node.check(allows: Self.keys) }
        for key in Self.keys { sources[key] = node[key]?.position }
        cloud = try node["cloud"].map { try FleetSettings.text($0, "mycloud").value } ?? name
        region = try node["region"].map { try FleetSettings.text($0, "RegionOne").value }
        credentials =
            try node["credentials"].map { try FleetSettings.texts($0, "mycloud2") } ?? [:]
        for key in Self.credentialKeys where node[key] != nil {
            credentials[key] = try node[key].map { try FleetSettings.text($0, "mycloud2") }
        }
        groups = try node["groups"].map { try FleetSettings.list($0, "production").value } ?? []
        labels =
            try node["labels"].map { try FleetSettings.texts($0, "de") }?.mapValues(\.value) ?? [:]
        attestations = try node["attestations"].map {
            try FleetSettings.text($0, "attestations.yaml").value
        }
        secretsCommand = try node["secrets-command"].map {
            try FleetSettings.text($0, "pass show").value
        }
        settings = isEmpty ? FleetSettings() : try FleetSettings(node)
        if let all = settings.allRegions, all.value, region != nil {
            throw YAMLError(
                all.position, "all-regions and region contradict each other; omit one of them")
        }
    }

    /// Whether a name is safe as a folder: no path, not hidden, no control characters.
    package static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 100 else { return false }
        func isWord(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
        }
        return isWord(first) && name.utf8.allSatisfy { isWord($0) || ".-_".utf8.contains($0) }
    }
}
