// SPDX-License-Identifier: Apache-2.0

/// Reads the files of `Standards/`; every mistake has its file, line and column.
package enum StandardFile {
    package static func read(_ bytes: [UInt8], file: String) throws(YAMLError)
        -> StandardDescription
    {
        guard let root = try YAMLDocument.parse(bytes, file: file) else {
            throw YAMLError(
                Position(file: file, line: 1, column: 1), "The file is empty.")
        }
        try check(
            root,
            allows: [
                "standard", "version", "name", "aliases", "url", "summary", "testcases",
            ])
        var entries: [StandardDescription.Entry] = []
        for node in try value("testcases", in: root).sequence() {
            let entry = try self.entry(node)
            guard !entries.contains(where: { $0.id == entry.id }) else {
                throw YAMLError(node.position, "The test case \(entry.id) stands here again.")
            }
            entries.append(entry)
        }
        var aliases: [String] = []
        for alias in try root["aliases"]?.sequence() ?? [] {
            aliases.append(try alias.string())
        }
        return StandardDescription(
            id: try text("standard", in: root), version: try text("version", in: root),
            name: try text("name", in: root), aliases: aliases,
            summary: try text("summary", in: root).harmless(4000), url: try text("url", in: root),
            testcases: entries)
    }

    private static func entry(_ node: YAMLNode) throws(YAMLError) -> StandardDescription.Entry {
        try check(node, allows: ["id", "title", "target", "manual", "url"])
        return StandardDescription.Entry(
            id: try text("id", in: node), title: try text("title", in: node),
            target: try text("target", in: node),
            isManual: try node["manual"]?.boolean() ?? false,
            url: try node["url"]?.string())
    }

    private static func text(_ key: String, in node: YAMLNode) throws(YAMLError) -> String {
        try value(key, in: node).string()
    }

    private static func value(_ key: String, in node: YAMLNode) throws(YAMLError) -> YAMLNode {
        guard let value = node[key], !value.isNull else {
            throw YAMLError(node.position, "\(key) is missing.")
        }
        return value
    }

    private static func check(_ node: YAMLNode, allows known: [String]) throws(YAMLError) {
        _ = try node.mapping()
        if let key = node.unknownKeys(known: Set(known)).first {
            let name = key.text ?? ""
            throw YAMLError(
                key.position,
                "\(name.quotedForMessage) is not known here"
                    + Suggestion.question(about: name, among: known))
        }
    }
}
