// SPDX-License-Identifier: Apache-2.0

/// The first line of a journal: the run, and its cloud.
package struct JournalHeader: Codable, Sendable {
    /// The version of the format: 2.
    package var journal = Self.version
    package var run: String
    package var cloud: String
    package var region: String?
    package var authURL: String
    /// The scope of its credential: a project or a domain.
    package var projectID: String?
    package var at: String

    static let version = 2

    /// The prefix of the names of all resources of the run.
    package var prefix: String { "scs-check-\(run)" }

    package init(
        run: String, cloud: String, region: String?, authURL: String, projectID: String?, at: String
    ) {
        self.run = run
        self.cloud = cloud
        self.region = region
        self.authURL = authURL
        self.projectID = projectID
        self.at = at
    }
}
