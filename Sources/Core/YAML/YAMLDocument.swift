// SPDX-License-Identifier: Apache-2.0

/// Reads a YAML file that holds one document.
package enum YAMLDocument {
    /// The document's root, or nil where the file holds nothing; `file` is for the positions.
    package static func parse(
        _ bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits()
    ) throws(YAMLError) -> YAMLNode? {
        guard bytes.count <= limits.bytes else {
            throw YAMLError(
                Position(place: file),
                "this file has \(bytes.count) bytes; at most \(limits.bytes) are read")
        }
        guard tagDirectives(bytes) <= limits.tagDirectives else {
            throw YAMLError(
                Position(place: file),
                "this file has %TAG more than \(limits.tagDirectives) times; remove them")
        }
        var composer = YAMLComposer(parser: YAMLParser(bytes, file: file), limits: limits)
        return try composer.document()
    }

    // libyaml compares every %TAG with all before it, so a large file of them would take hours.
    private static func tagDirectives(_ bytes: [UInt8]) -> Int {
        let word = Array("%TAG".utf8)
        var count = 0
        var matched = 0
        for byte in bytes {
            matched = byte == word[matched] ? matched + 1 : (byte == word[0] ? 1 : 0)
            if matched == word.count { (count, matched) = (count + 1, 0) }
        }
        return count
    }
}

/// How much of a YAML file is read before it is refused.
package struct YAMLLimits: Sendable, Equatable {
    /// The longest file, in bytes.
    package var bytes = 10 << 20
    /// How deeply lists and mappings may be nested, aliases included.
    package var depth = 64
    /// How many scalars, lists and mappings a file may write down.
    package var nodes = 200_000
    /// How many more of them its aliases may repeat: what stops a "billion laughs" file.
    package var aliasedNodes = 100_000
    /// How often `%TAG` may stand in a file.
    package var tagDirectives = 16

    package init() {}
}
