// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// `{region_name}` and the like in a value refer to other settings of the same cloud.
extension CloudSettings {
    /// The value with its placeholders filled in; `{{` and `}}` are literal braces.
    func filled(_ node: YAMLNode) throws -> YAMLNode {
        guard case .scalar(let text, let style) = node.value,
            text.contains("{") || text.contains("}")
        else { return node }
        let mistake = ConfigurationError(
            node.position,
            "\(node.label) has a placeholder that is not a key of cloud "
                + "\(cloud.quotedForMessage); expected {region_name}, for example")
        guard let template = Template(text) else { throw mistake }
        var values: [String: String] = [:]
        for name in template.variables {
            guard let value = placeholder(name) else { throw mistake }
            values[name] = value
        }
        var filled = node
        filled.value = .scalar(template.filled(with: values), style)
        return filled
    }

    private func placeholder(_ name: String) -> String? {
        // URLs are logged, so no secret may become part of one.
        guard !KnownKeys.isSecret(name), name != "auth" else { return nil }
        return value(name)?.text
    }
}
