// SPDX-License-Identifier: Apache-2.0
import SCSCurl

/// The libcurl that this process uses.
package enum CurlVersion {
    /// `7.88.1`; libcurl names those of its own libraries after it.
    package static var current: String {
        let first = String(cString: curl_version()).prefix { $0 != " " }
        return String(first.split(separator: "/").last ?? first)
    }
}
