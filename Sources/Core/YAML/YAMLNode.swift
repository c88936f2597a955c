// SPDX-License-Identifier: Apache-2.0

/// A value of a YAML file that knows where it stands; aliases and merge keys are resolved.
public struct YAMLNode: Sendable {
    /// One key of a mapping with its value.
    package typealias Entry = (key: YAMLNode, value: YAMLNode)

    /// How a scalar was written: only a plain one can be a number, a boolean or null.
    package enum Style: Sendable {
        case plain
        case quoted
    }

    package enum Value: Sendable {
        case scalar(String, Style)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    package var value: Value
    /// Where it stands in its file.
    public package(set) var position: Position
    /// What errors call this value: its key, or "an entry of …".
    package var label: String

    package init(_ value: Value, at position: Position, label: String = "the value") {
        self.value = value
        self.position = position
        self.label = label
    }

    /// The value of that key; nil where there is none, and in anything but a mapping.
    public subscript(key: String) -> YAMLNode? {
        guard case .mapping(let entries) = value else { return nil }
        return entries.first { $0.key.text == key }?.value
    }

    /// The characters of a scalar as they were written; nil for lists and mappings.
    public var text: String? {
        if case .scalar(let text, _) = value { text } else { nil }
    }

    /// Whether this is a plain `~`, `null` or empty scalar.
    public var isNull: Bool {
        guard case .scalar(let text, .plain) = value else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }
}
