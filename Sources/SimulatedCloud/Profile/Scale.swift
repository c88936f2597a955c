// SPDX-License-Identifier: Apache-2.0

extension SimulatedCloud {
    /// How much more there is than in the small cloud: generated flavors and images, all compliant.
    package struct Scale: Sendable, Hashable {
        /// Flavors beside the standard ones.
        package var extraFlavors: Int
        /// Public images beside the standard ones.
        package var extraImages: Int

        package init(extraFlavors: Int = 0, extraImages: Int = 0) {
            self.extraFlavors = extraFlavors
            self.extraImages = extraImages
        }
    }
}
