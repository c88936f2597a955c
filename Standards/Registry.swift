// SPDX-License-Identifier: Apache-2.0
public import SCSCheck
import SCSCheckModules

extension CheckCollection {
    /// SCS's standards for infrastructure as a service, each with its module.
    ///
    /// A new check is a file or a folder in `Sources/Checks`, a description in `iaas`, and a line here.
    public static let iaas = CheckCollection(
        [
            Check("scs-0100.yaml", PackageResources.scs_0100_yaml, SCS0100FlavorNaming()),
            Check("scs-0101.yaml", PackageResources.scs_0101_yaml, SCS0101Entropy()),
            Check("scs-0102.yaml", PackageResources.scs_0102_yaml, SCS0102ImageMetadata()),
            Check("scs-0103.yaml", PackageResources.scs_0103_yaml) {
                try SCS0103StandardFlavors($0)
            },
            Check("scs-0104-v2.yaml", PackageResources.scs_0104_v2_yaml) {
                try SCS0104V2ImagesByProperty($0)
            },
            Check("scs-0104.yaml", PackageResources.scs_0104_yaml) {
                try SCS0104StandardImages($0)
            },
            Check("scs-0114.yaml", PackageResources.scs_0114_yaml, SCS0114VolumeTypes()),
            Check("scs-0115.yaml", PackageResources.scs_0115_yaml, SCS0115SecurityGroups()),
            Check("scs-0116.yaml", PackageResources.scs_0116_yaml, SCS0116KeyManager()),
            Check(
                "scs-0117-v2.yaml", PackageResources.scs_0117_v2_yaml,
                SCS0117V2SnapshotsAndBackups()),
            Check("scs-0117.yaml", PackageResources.scs_0117_yaml, SCS0117VolumeBackup()),
            Check("scs-0121.yaml", PackageResources.scs_0121_yaml, SCS0121AvailabilityZones()),
            Check("scs-0123.yaml", PackageResources.scs_0123_yaml) { try SCS0123Services($0) },
            Check("scs-0125.yaml", PackageResources.scs_0125_yaml) {
                try SCS0125SecureConnections($0)
            },
            Check("scs-0302.yaml", PackageResources.scs_0302_yaml, SCS0302DomainManager()),
        ],
        scopes: [
            NamedScope(
                ["iaas", "scs-compatible-iaas"], "scope.yaml",
                PackageResources.scope_yaml)
        ])
}
