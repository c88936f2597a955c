// SPDX-License-Identifier: Apache-2.0

/// The tags that a file may use: those of YAML's own types.
enum YAMLTag {
    private static let prefix = "tag:yaml.org,2002:"

    /// How to read a tagged scalar: `!!str 12` is a string, like a quoted one.
    static func style(
        _ tag: String?, written: YAMLNode.Style, at position: Position
    ) throws(YAMLError) -> YAMLNode.Style {
        switch tag {
        case nil: return written
        case "!", prefix + "str": return .quoted
        case let tag? where ["int", "float", "bool", "null"].contains { tag == prefix + $0 }:
            return .plain
        default: throw unknown(position)
        }
    }

    /// Refuses a tag of another type than the list's or mapping's own.
    static func require(_ type: String, _ tag: String?, at position: Position) throws(YAMLError) {
        guard tag == nil || tag == "!" || tag == prefix + type else { throw unknown(position) }
    }

    // The tag is not shown: an unquoted password may begin with an exclamation mark.
    private static func unknown(_ position: Position) -> YAMLError {
        YAMLError(position, "this tag is unknown; a string that begins with ! must be in quotes")
    }
}
