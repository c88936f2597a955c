// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// The built-in public clouds, for `profile: NAME`.
enum PublicClouds {
    /// The profile of a cloud; nil for an unknown name. Its position says "built in".
    static func profile(_ name: String) throws -> YAMLNode? {
        let root = try YAMLDocument.parse(
            PackageResources.PublicClouds_yaml, file: "PublicClouds.yaml")
        return root?["public-clouds"]?[name]?
            .placed(at: Position(place: "built-in profile \(name)"))
    }

    static func names() throws -> [String] {
        let root = try YAMLDocument.parse(
            PackageResources.PublicClouds_yaml, file: "PublicClouds.yaml")
        return try root?["public-clouds"]?.mapping().compactMap(\.key.text) ?? []
    }
}

extension YAMLNode {
    /// The same values, all at one position.
    fileprivate func placed(at position: Position) -> YAMLNode {
        var result = self
        result.position = position
        switch value {
        case .scalar: break
        case .sequence(let entries):
            result.value = .sequence(entries.map { $0.placed(at: position) })
        case .mapping(let entries):
            result.value = .mapping(
                entries.map { ($0.key.placed(at: position), $0.value.placed(at: position)) })
        }
        return result
    }
}
