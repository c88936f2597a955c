// SPDX-License-Identifier: Apache-2.0
import SCSSQLite
import SCSZlib

/// The libraries for histories and bundles that this process uses.
package enum StorageVersions {
    /// `3.40.1`
    package static var sqlite: String { String(cString: sqlite3_libversion()) }
    /// `1.2.13`
    package static var zlib: String { String(cString: zlibVersion()) }
}
