// SPDX-License-Identifier: Apache-2.0

/// The descriptions of the standards that are built into the program, as YAML text by file name.
package enum Standards {
    package static let files: [String: [UInt8]] = [
        "scs-0117.yaml": PackageResources.scs_0117_yaml
    ]
}
