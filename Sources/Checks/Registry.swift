// SPDX-License-Identifier: Apache-2.0
public import SCSCheck

/// All checks of this program, by what the standards require as data: a new check adds a file or a
/// folder beside this one, and a line here.
public func allChecks(_ policy: Policy) -> [any CheckModule<Cloud>] {
    [
        SCS0100FlavorNaming(),
        SCS0101Entropy(),
        SCS0102ImageMetadata(),
        SCS0103StandardFlavors(policy),
        SCS0104StandardImages(policy),
        SCS0114VolumeTypes(),
        SCS0115SecurityGroups(),
        SCS0116KeyManager(),
        SCS0117VolumeBackup(),
        SCS0121AvailabilityZones(),
        SCS0123Services(),
        SCS0125SecureConnections(policy),
        SCS0302DomainManager(),
    ]
}
