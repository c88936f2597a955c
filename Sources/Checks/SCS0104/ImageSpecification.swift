// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The images that a standard means, and their permitted sources.
struct ImageSpecification: Sendable {
    let name: String
    /// A regular expression for the start of their names; nil: they have exactly that name.
    let nameScheme: String?
    /// Prefixes of permitted URLs.
    let sources: [String]

    /// Reads one image of the standard's policy.
    init(_ node: YAMLNode) throws(YAMLError) {
        try node.check(allows: ["name", "name_scheme", "source"])
        name = try node.required("name").string()
        nameScheme = try node["name_scheme"]?.string()
        var sources: [String] = []
        for source in try node.required("source").sequence() { sources.append(try source.string()) }
        self.sources = sources
        if let nameScheme {
            do { _ = try Regex(nameScheme) } catch {
                throw YAMLError(
                    node.position, "name_scheme is not a regular expression: \(nameScheme)")
            }
        }
    }

    /// The images on offer that the standard means.
    func matching(_ images: [PublicImage]) throws -> [PublicImage] {
        guard let nameScheme else { return images.filter { $0.name == name } }
        let scheme = try Regex(nameScheme)
        return try images.filter { try scheme.prefixMatch(in: $0.name) != nil }
    }
}
