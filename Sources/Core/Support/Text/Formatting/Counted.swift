// SPDX-License-Identifier: Apache-2.0

extension Int {
    /// `1 image`, `2 images`; `plural` for irregular nouns.
    public func counted(_ noun: String, _ plural: String? = nil) -> String {
        "\(self) " + (self == 1 ? noun : plural ?? noun + "s")
    }

    /// `1 gigabyte`, `2 gigabytes`, from a plural noun such as a quota's name.
    package func counted(plural: String) -> String {
        counted(plural.hasSuffix("s") ? String(plural.dropLast()) : plural, plural)
    }
}
