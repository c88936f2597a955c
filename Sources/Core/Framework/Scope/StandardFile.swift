// SPDX-License-Identifier: Apache-2.0
package import SCSYAML
import SCSSupport

/// Reads the files of `Standards/`; every error has file, line and column.
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
                "standard", "version", "name", "aliases", "url", "summary", "testcases", "images",
                "tls_profile",
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
        var images: [String: ImageSpecification] = [:]
        for node in try root["images"]?.sequence() ?? [] {
            let image = try ImageSpecification(node)
            images[image.name] = image
        }
        for node in try root.required("testcases").sequence() {
            if let image = node["image"], images[try image.string()] == nil {
                throw image.wrongValue("the name of one of the images below")
            }
        }
        var standard = StandardDescription(
            id: try root.required("standard").string(),
            version: try root.required("version").string(),
            name: try root.required("name").string(), aliases: aliases,
            summary: try root.required("summary").string().harmless(4000),
            url: try root.required("url").string(), testcases: entries)
        standard.images = images
        if let profile = root["tls_profile"] { standard.tls = try TLSProfile(profile) }
        return standard
    }

    private static func entry(_ node: YAMLNode) throws(YAMLError) -> StandardDescription.Entry {
        try node.check(allows: ["id", "title", "target", "manual", "url", "flavor", "image"])
        var entry = StandardDescription.Entry(
            id: try node.required("id").string(), title: try node.required("title").string(),
            target: try node.required("target").target(),
            isManual: try node["manual"]?.boolean() ?? false,
            url: try node["url"]?.string())
        entry.flavor = try node["flavor"]?.string()
        entry.image = try node["image"]?.string()
        return entry
    }
}

extension ImageSpecification {
    fileprivate init(_ node: YAMLNode) throws(YAMLError) {
        try node.check(allows: ["name", "name_scheme", "source"])
        var sources: [String] = []
        for source in try node.required("source").sequence() { sources.append(try source.string()) }
        let scheme = try node["name_scheme"]?.string()
        if let scheme {
            do { _ = try Regex(scheme) } catch {
                throw YAMLError(
                    node.position, "name_scheme is not a regular expression: \(scheme)")
            }
        }
        self.init(
            name: try node.required("name").string(), nameScheme: scheme, sources: sources)
    }
}
