// SPDX-License-Identifier: Apache-2.0

extension Int {
    /// `1 image`, `2 images`; `plural` for nouns that do not just take an s.
    public func counted(_ noun: String, _ plural: String? = nil) -> String {
        "\(self) " + (self == 1 ? noun : plural ?? noun + "s")
    }

    /// `1 gigabyte`, `2 gigabytes`, from a name that is a plural, as those of quotas are.
    package func counted(plural: String) -> String {
        counted(plural.hasSuffix("s") ? String(plural.dropLast()) : plural, plural)
    }
}
