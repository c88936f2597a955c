// SPDX-License-Identifier: Apache-2.0

/// Reads a YAML file.
package enum YAMLDocument {
    /// The document's root, or nil for an empty file; `file` is for positions.
    package static func parse(
        _ bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits()
    ) throws(YAMLError) -> YAMLNode? {
        var composer = try composer(bytes, file, limits)
        return try composer.document()
    }

    /// The roots of all documents of a file; the limits are for all of them together.
    package static func parseAll(
        _ bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits()
    ) throws(YAMLError) -> [YAMLNode] {
        var composer = try composer(bytes, file, limits)
        return try composer.documents()
    }

    private static func composer(
        _ bytes: [UInt8], _ file: String, _ limits: YAMLLimits
    ) throws(YAMLError) -> YAMLComposer {
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
        return YAMLComposer(parser: YAMLParser(bytes, file: file), limits: limits)
    }

    // libyaml compares each %TAG with all previous ones, so a large file of them would take hours.
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

/// The limits of a YAML file.
package struct YAMLLimits: Sendable, Equatable {
    /// The maximum size of a file, in bytes.
    package var bytes = 10 << 20
    /// The maximum nesting of lists and mappings, aliases included.
    package var depth = 64
    /// The maximum number of scalars, lists and mappings in a file.
    package var nodes = 200_000
    /// The maximum number that its aliases may repeat: stops a "billion laughs" attack.
    package var aliasedNodes = 100_000
    /// The maximum number of `%TAG` directives in a file.
    package var tagDirectives = 16

    package init() {}
}
