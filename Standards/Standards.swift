// SPDX-License-Identifier: Apache-2.0

/// What the program knows of the standards, as YAML text by file name.
package enum Standards {
    /// The scope SCS-compatible IaaS.
    package static let scope = PackageResources.scope_yaml

    /// Each of its standards, in our own words.
    package static let files: [String: [UInt8]] = [
        "scs-0100.yaml": PackageResources.scs_0100_yaml,
        "scs-0101.yaml": PackageResources.scs_0101_yaml,
        "scs-0102.yaml": PackageResources.scs_0102_yaml,
        "scs-0103.yaml": PackageResources.scs_0103_yaml,
        "scs-0104.yaml": PackageResources.scs_0104_yaml,
        "scs-0114.yaml": PackageResources.scs_0114_yaml,
        "scs-0115.yaml": PackageResources.scs_0115_yaml,
        "scs-0116.yaml": PackageResources.scs_0116_yaml,
        "scs-0117.yaml": PackageResources.scs_0117_yaml,
        "scs-0121.yaml": PackageResources.scs_0121_yaml,
        "scs-0123.yaml": PackageResources.scs_0123_yaml,
        "scs-0125.yaml": PackageResources.scs_0125_yaml,
        "scs-0302.yaml": PackageResources.scs_0302_yaml,
    ]
}
