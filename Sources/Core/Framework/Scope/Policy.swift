// SPDX-License-Identifier: Apache-2.0

/// What the standards require, as data from `Standards/`; modules judge by it.
public struct Policy: Sendable {
    /// A test case about one flavor.
    public struct FlavorRequirement: Sendable {
        /// The test case that states it.
        public var testcase: String
        /// The flavor's name by scs-0100: `SCS-4V-16`.
        public var name: String
    }

    /// A test case about images of one name.
    public struct ImageRequirement: Sendable {
        /// The test case that states it.
        public var testcase: String
        /// The image that is required.
        public var image: ImageSpecification
    }

    /// The flavors that scs-0103 requires.
    public var flavors: [FlavorRequirement]
    /// The images that scs-0104 requires.
    public var images: [ImageRequirement]
    /// What servers may accept; nil if no standard says.
    public var tls: TLSProfile?

    package init(_ standards: [StandardDescription]) {
        flavors = standards.flatMap(\.testcases).compactMap { entry in
            entry.flavor.map { FlavorRequirement(testcase: entry.id, name: $0) }
        }
        images = standards.flatMap { standard in
            standard.testcases.compactMap { entry in
                entry.image.flatMap { standard.images[$0] }
                    .map { ImageRequirement(testcase: entry.id, image: $0) }
            }
        }
        tls = standards.lazy.compactMap(\.tls).first
    }
}

/// The images that a standard means, and their permitted sources.
public struct ImageSpecification: Sendable {
    /// The name of the image.
    public var name: String
    /// A regular expression for the start of their names; nil: they have exactly that name.
    public var nameScheme: String?
    /// Prefixes of permitted URLs.
    public var sources: [String]
}
