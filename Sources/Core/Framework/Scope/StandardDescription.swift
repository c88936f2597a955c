// SPDX-License-Identifier: Apache-2.0

/// A standard in our own words, as a file in `Standards/` tells it.
package struct StandardDescription: Sendable {
    /// One of its test cases.
    package struct Entry: Sendable {
        package var id: String
        package var title: String
        package var target: Target
        package var isManual: Bool
        package var url: String?
        /// The name of the flavor that it is about (scs-0103).
        package var flavor: String?
        /// The name of the images that it is about, as `images` specifies them (scs-0104).
        package var image: String?

        package init(id: String, title: String, target: Target, isManual: Bool, url: String?) {
            self.id = id
            self.title = title
            self.target = target
            self.isManual = isManual
            self.url = url
        }
    }

    /// `scs-0117`
    package var id: String
    /// `scs-0117-v1`
    package var version: String
    package var name: String
    package var aliases: [String]
    /// What it requires, in a few sentences.
    package var summary: String
    package var url: String
    package var testcases: [Entry]
    /// Which images its test cases mean, by name (scs-0104).
    package var images: [String: ImageSpecification] = [:]
    /// What servers may accept (scs-0125).
    package var tls: TLSProfile?

    package init(
        id: String, version: String, name: String, aliases: [String], summary: String, url: String,
        testcases: [Entry]
    ) {
        self.id = id
        self.version = version
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.url = url
        self.testcases = testcases
    }

    /// All the words that select it.
    package var names: [String] { [id, version] + aliases }
}
