// SPDX-License-Identifier: Apache-2.0
import YAML
import Support

/// `{region_name}` and the like in a value stand for other settings of the same cloud.
extension CloudSettings {
    /// The value with its placeholders filled in; `{{` and `}}` are braces.
    func filled(_ node: YAMLNode) throws -> YAMLNode {
        guard case .scalar(let text, let style) = node.value,
            text.contains("{") || text.contains("}")
        else { return node }
        var result = ""
        var rest = Substring(text)
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            result += rest[..<brace]
            rest = rest[brace...]
            if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
                result.append(rest.removeFirst())
                rest.removeFirst()
                continue
            }
            let name = rest.dropFirst().prefix { $0 != "}" }
            guard rest.first == "{", name.endIndex < rest.endIndex,
                let value = placeholder(String(name))
            else {
                throw ConfigurationError(
                    node.position,
                    "\(node.label) has a placeholder that is not a key of cloud "
                        + "\(cloud.quotedForMessage); expected {region_name}, for example")
            }
            result += value
            rest = rest[rest.index(after: name.endIndex)...]
        }
        var filled = node
        filled.value = .scalar(result + rest, style)
        return filled
    }

    private func placeholder(_ name: String) -> String? {
        // Only what is no secret may become part of a URL, which is logged.
        guard !KnownKeys.isSecret(name), name != "auth" else { return nil }
        return value(name)?.text
    }
}
