// SPDX-License-Identifier: Apache-2.0
import SCSSupport
package import SCSYAML

/// Reads the description of a standard; every mistake has its file, line and column.
package enum StandardFile {
    package static func read(_ bytes: [UInt8], file: String) throws(YAMLError)
        -> StandardDescription
    {
        guard let root = try YAMLDocument.parse(bytes, file: file) else {
            throw YAMLError(
                Position(file: file, line: 1, column: 1), "The file is empty.")
        }
        try root.check(
            allows: [
                "standard", "version", "draft", "name", "aliases", "url", "summary", "testcases",
                "policy",
            ])
        var entries: [StandardDescription.Entry] = []
        for node in try root.required("testcases").sequence() {
            let entry = try self.entry(node)
            guard !entries.contains(where: { $0.id == entry.id }) else {
                throw YAMLError(node.position, "The test case \(entry.id) is given twice.")
            }
            entries.append(entry)
        }
        var aliases: [String] = []
        for alias in try root["aliases"]?.sequence() ?? [] {
            aliases.append(try alias.string())
        }
        return StandardDescription(
            id: try root.required("standard").string(),
            version: try root.required("version").string(),
            name: try root.required("name").string(), aliases: aliases,
            summary: try root.required("summary").string().harmless(4000),
            url: try root.required("url").string(), testcases: entries, policy: policy(of: root),
            isDraft: try root["draft"]?.boolean() ?? false)
    }

    private static func entry(_ node: YAMLNode) throws(YAMLError) -> StandardDescription.Entry {
        try node.check(allows: ["id", "title", "target", "manual", "url", "policy"])
        return StandardDescription.Entry(
            id: try node.required("id").string(), title: try node.required("title").string(),
            target: try node.required("target").target(),
            isManual: try node["manual"]?.boolean() ?? false,
            url: try node["url"]?.string(), policy: policy(of: node))
    }

    /// Keys missing from an absent policy are reported at its owner.
    private static func policy(of node: YAMLNode) -> YAMLNode {
        node["policy"] ?? YAMLNode(.mapping([]), at: node.position, label: "policy")
    }
}
