// SPDX-License-Identifier: Apache-2.0

/// The plug-in program that tested something, as it was then.
package struct TestingProgram: Codable, Hashable, Sendable {
    /// The name of its file.
    package var name: String
    /// The digest of its file.
    package var sha256: String

    package init(name: String, sha256: String) {
        self.name = name
        self.sha256 = sha256
    }
}
