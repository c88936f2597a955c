// SPDX-License-Identifier: Apache-2.0

/// What the standards require, as data: modules judge by it, `Standards/` holds it.
public struct Policy: Sendable {
    /// A test case that is about one flavor.
    public struct FlavorRequirement: Sendable {
        /// The test case that states it.
        public var testcase: String
        /// The flavor's name by scs-0100: `SCS-4V-16`.
        public var name: String
    }

    /// A test case that is about images of one name.
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
    /// What servers may accept; nil where no standard tells it.
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

/// Which images a standard means, and where they may come from.
public struct ImageSpecification: Sendable {
    /// The name of the image.
    public var name: String
    /// A regular expression that the beginnings of their names match; nil: they have just that name.
    public var nameScheme: String?
    /// Beginnings of URLs.
    public var sources: [String]
}
