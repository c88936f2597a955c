// SPDX-License-Identifier: Apache-2.0
public import SCSCheck

extension CheckCollection {
    /// The checks of this package.
    public static let outside = CheckCollection([
        Check("scs-9001.yaml", PackageResources.scs_9001_yaml) { try SmallServices($0) }
    ])
}
