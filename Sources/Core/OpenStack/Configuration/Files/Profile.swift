// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport
import SCSYAML

/// The basis of a cloud: a profile from clouds-public.yaml, or a built-in one.
struct Profile {
    var node: YAMLNode?
    var warnings: [String] = []
    /// The clouds-public.yaml that contains it.
    var path: String?
    /// Why there is none, for errors about missing keys.
    var absence: String?

    /// The profile that a cloud names; throws if that cloud no longer exists.
    init(
        of cloud: YAMLNode, environmentName: String, files: ConfigurationFiles
    ) throws {
        guard let reference = cloud["profile"] ?? cloud["cloud"], !reference.isNull else { return }
        let name = try reference.string(example: "mycompany")
        if name.isEmpty || name == environmentName { return }
        if let old = cloud.key("cloud") {
            warnings.append(
                "\(old.position): cloud is the former name of profile; write profile instead")
        }
        let found = try files.load("clouds-public")
        warnings += found.warnings
        if let node = found.root?["public-clouds"]?[name] {
            _ = try node.mapping()
            self.node = node
            path = found.path
            return
        }
        try takeBuiltIn(name, reference)
    }

    private mutating func takeBuiltIn(_ name: String, _ reference: YAMLNode) throws {
        var node = try PublicClouds.profile(name)
        var address = name
        if let other = try node?["profile"]?.string() {
            node = try PublicClouds.profile(other)
            address = other
        }
        guard let node else {
            absence = try Self.absence(name, address)
            warnings.append("\(reference.position): \(absence ?? "")")
            return
        }
        let message = node["message"]?.text.map { ": " + $0 } ?? ""
        switch node["status"]?.text {
        case "shutdown":
            throw ConfigurationError(
                reference.position,
                "profile \(name.quotedForMessage) is a cloud that no longer exists\(message)")
        case "deprecated":
            warnings.append(
                "\(reference.position): profile \(name.quotedForMessage) is deprecated\(message)")
        default: break
        }
        self.node = node
    }

    private static func absence(_ name: String, _ address: String) throws -> String {
        let quoted = shown(name).quotedForMessage
        guard address.contains("://") else {
            return "profile \(quoted) is neither in a clouds-public.yaml nor built in"
                + Suggestion.question(about: name, among: try PublicClouds.names())
        }
        // That host could decide where the password is sent.
        return "profile \(quoted) is at \(shown(address).quotedForMessage), which is not "
            + "downloaded: open /.well-known/openstack/api on that host and copy its "
            + "profile into clouds-public.yaml, under public-clouds and this name"
    }

    /// The name for display: a URL without user and password.
    static func shown(_ name: String) -> String {
        guard name.contains("://") else { return name }
        return URL(string: name).map(SafeURL.text) ?? "a URL"
    }
}

extension YAMLNode {
    /// The node of that key, for its position.
    fileprivate func key(_ name: String) -> YAMLNode? {
        guard case .mapping(let entries) = value else { return nil }
        return entries.first { $0.key.text == name }?.key
    }
}
