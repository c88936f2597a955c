// SPDX-License-Identifier: Apache-2.0

extension SimulatedCloud {
    /// Generated flavors and images beyond the small cloud's, all of them compliant.
    package struct Scale: Sendable, Hashable {
        /// Flavors beside the standard ones.
        package var extraFlavors: Int
        /// Public images beside the standard ones.
        package var extraImages: Int
        /// Volumes, snapshots and backups that a project may have; nil: ten of each.
        package var quota: Int64?
        /// Whether digests are computed from the contents, which takes seconds per GiB; otherwise
        /// they are those of zeros.
        package var computesDigests = true

        package init(extraFlavors: Int = 0, extraImages: Int = 0) {
            self.extraFlavors = extraFlavors
            self.extraImages = extraImages
        }
    }
}
