// SPDX-License-Identifier: Apache-2.0
import Glibc
import SCSCurl

/// The certificate authorities that libcurl trusts.
enum CurlAuthorities {
    /// Whether the system's are in one file.
    ///
    /// Debian has them in a folder as well. With both, libcurl parses all of them for each connection,
    /// which costs more than the rest of it; with the file alone it keeps them.
    static let areInOneFile =
        curl_version_info(CURLVERSION_SEVENTH)?.pointee.cainfo.map { access($0, R_OK) == 0 }
        ?? false
}
