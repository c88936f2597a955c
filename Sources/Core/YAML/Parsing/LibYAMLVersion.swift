// SPDX-License-Identifier: Apache-2.0
import SCSLibYAML

/// The libyaml that this process uses.
package enum LibYAMLVersion {
    /// `0.2.5`
    package static var current: String { String(cString: yaml_get_version_string()) }
}
