// SPDX-License-Identifier: Apache-2.0

extension SimulatedCloud {
    /// How much more there is than in the small cloud: generated flavors and images, all compliant.
    package struct Scale: Sendable, Hashable {
        /// Flavors beside the standard ones.
        package var extraFlavors: Int
        /// Public images beside the standard ones.
        package var extraImages: Int
        /// Volumes, snapshots and backups that a project may have; nil: ten of each.
        package var quota: Int64?
        /// Whether digests are those of the contents; they take seconds of a GiB, and where nobody
        /// looks at them zeros do.
        package var computesDigests = true

        package init(extraFlavors: Int = 0, extraImages: Int = 0) {
            self.extraFlavors = extraFlavors
            self.extraImages = extraImages
        }
    }
}
