// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// One region in a cloud's settings, with its own values.
struct Region {
    var name: YAMLNode
    var values: YAMLNode?

    /// The regions of a cloud's own settings: `regions`, else `region_name`, which may be a list.
    ///
    /// Nil if there are none, so that its profile's apply.
    static func written(in settings: CloudSettings) throws -> [Region]? {
        if let regions = settings.table["regions"]?.value, !regions.isNull {
            return try regions.sequence().map { try Region(entry: $0) }
        }
        guard let name = settings.table["region_name"]?.value, !name.isNull else { return nil }
        if case .sequence(let names) = name.value {
            return try names.map { try Region(entry: $0) }
        }
        return try names(in: name).map(Region.init(name:))
    }

    /// The regions of a profile.
    static func inherited(from profile: CloudSettings) throws -> [Region] {
        if let regions = profile.value("regions"), try !regions.sequence().isEmpty {
            return try regions.sequence().map { try Region(entry: $0) }
        }
        guard let name = profile.value("region_name") else { return [] }
        _ = try name.string(example: "RegionOne")
        return [Region(name: name)]
    }

    /// The names of a list in one comma-separated string.
    static func names(in node: YAMLNode) throws -> [YAMLNode] {
        if node.text == "" { return [node] }
        return try node.string(example: "RegionOne").split(separator: ",").map { part in
            guard let text = node.text, part.utf8.count < text.utf8.count else { return node }
            var one = node
            one.value = .scalar(part.trimmed(of: { $0 == " " }), .quoted)
            return one
        }
    }

    private init(name: YAMLNode) {
        self.name = name
    }

    private init(entry node: YAMLNode) throws {
        guard case .mapping = node.value else {
            _ = try node.string(example: "RegionOne")
            name = node
            return
        }
        if let unknown = node.unknownKeys(known: ["name", "values"]).first {
            throw unknown.wrongValue("name or values")
        }
        guard let name = node["name"] else {
            throw ConfigurationError(node.position, "this region has no name; add one")
        }
        _ = try name.string(example: "RegionOne")
        self.name = name
        values = node["values"].flatMap { $0.isNull ? nil : $0 }
    }

    /// The requested region, else the first; nil if none is configured or requested.
    static func choose(
        _ wanted: String?, among regions: [Region], cloud: String, position: Position
    ) throws -> Region? {
        guard let wanted, !wanted.isEmpty else { return regions.first }
        let names = regions.compactMap(\.name.text)
        if names.isEmpty {
            let place = Position(place: "\(InterfaceTerm.region)")
            return Region(name: YAMLNode(.scalar(wanted, .quoted), at: place))
        }
        guard let region = regions.first(where: { $0.name.text == wanted }) else {
            throw ConfigurationError(
                position,
                "cloud \(cloud.quotedForMessage) has no region \(wanted.quotedForMessage); it has "
                    + names.map(\.quotedForMessage).joined(separator: ", ")
                    + Suggestion.question(about: wanted, among: names))
        }
        return region
    }
}
