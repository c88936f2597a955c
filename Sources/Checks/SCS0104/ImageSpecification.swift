// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The images that a standard means, and their permitted sources.
struct ImageSpecification: Sendable {
    let name: String
    /// A regular expression for the start of their names; nil: they have exactly that name.
    let nameScheme: CompiledPattern?
    /// Prefixes of permitted URLs.
    let sources: [String]

    /// Reads one image of the standard's policy.
    init(_ node: YAMLNode) throws(YAMLError) {
        try node.check(allows: ["name", "name_scheme", "source"])
        name = try node.required("name").string()
        nameScheme = try node["name_scheme"]?.pattern()
        var sources: [String] = []
        for source in try node.required("source").sequence() { sources.append(try source.string()) }
        self.sources = sources
    }

    /// The images on offer that the standard means.
    func matching(_ images: [PublicImage]) throws -> [PublicImage] {
        // By index, as images are large.
        try images.indices.filter { index in
            try nameScheme?.matchesStart(of: images[index].name) ?? (images[index].name == name)
        }.map { images[$0] }
    }
}
