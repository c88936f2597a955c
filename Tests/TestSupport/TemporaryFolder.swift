// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// A folder for the files of one test, removed with this object.
package final class TemporaryFolder: Sendable {
    package let url: URL

    /// Its path, without a trailing slash.
    package var path: String { url.path(percentEncoded: false) }

    package init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "scs-check-test-\(UUID().uuidString)", directoryHint: .notDirectory)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit {
        // A failure does not matter.
        try? FileManager.default.removeItem(at: url)
    }

    package func file(_ name: String) -> URL { url.appending(path: name) }
}
