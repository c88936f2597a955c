// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// The cloud that plain `OS_*` variables describe.
enum EnvironmentCloud {
    /// Variables that choose a cloud and so do not define one.
    private static let selectors: Set<String> = [
        "OS_CLOUD", "OS_REGION_NAME", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE",
        "OS_CLOUD_NAME",
    ]
    /// Variables of OpenStack's own test tools.
    private static let foreign = ["OS_TEST", "OS_STD", "OS_LOG"]
    private static let place = "environment variable "

    /// The cloud as a mapping, or nil if no variable defines one.
    ///
    /// It includes the defaults, as in openstacksdk: they override those of its profile.
    static func mapping(_ environment: [String: String]) throws -> YAMLNode? {
        let names = environment.keys.filter { name in
            name.hasPrefix("OS_") && !foreign.contains { name.hasPrefix($0) }
        }
        guard names.contains(where: { !selectors.contains($0) }) else { return nil }
        let described = names.filter { !selectors.contains($0) || $0 == "OS_REGION_NAME" }
        let entries = described.sorted().map { name -> YAMLNode.Entry in
            let place = position(of: name)
            let key = String(name.dropFirst("OS_".count)).lowercased()
            let value = environment[name] ?? ""
            return (
                YAMLNode(.scalar(key, .quoted), at: place, label: "its name"),
                YAMLNode(.scalar(value, .quoted), at: place, label: "its value")
            )
        }
        return YAMLNode(
            .mapping(try Defaults.mapping.mapping() + entries),
            at: Position(place: "the environment"))
    }

    static func position(of variable: String) -> Position {
        Position(place: place + variable)
    }

    /// The variable at a position, if there is one.
    static func variable(_ position: Position) -> String? {
        position.file.hasPrefix(place) ? String(position.file.dropFirst(place.count)) : nil
    }
}
