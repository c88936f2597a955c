// SPDX-License-Identifier: Apache-2.0
import SCSBuild
import SCSCheck
import SCSHandover

/// What a report of a fault needs beside the version.
enum BuildDetails {
    /// The commit's first twelve digits; nil where the build was not given it.
    static var commit: String? {
        let number = scs_commit()
        guard number != 0 else { return nil }
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    /// `commit 5f0c…, libcurl 7.88.1, …`: the libraries that this process uses, not those of the build.
    static var line: String {
        let libraries = [
            ("libcurl", CurlVersion.current), ("OpenSSL", OpenSSLVersion.current),
            ("libyaml", LibYAMLVersion.current), ("SQLite", StorageVersions.sqlite),
            ("zlib", StorageVersions.zlib),
        ]
        return ([("commit", commit ?? "unknown")] + libraries)
            .map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
