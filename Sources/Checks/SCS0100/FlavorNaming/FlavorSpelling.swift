// SPDX-License-Identifier: Apache-2.0

/// The separators between the parts of a name.
struct FlavorSpelling: Sendable {
    /// Between CPUs, memory and disk.
    var part: Character
    /// Before each extension.
    var extra: Character

    /// Versions 2 and 3 of the standard.
    static let current = FlavorSpelling(part: "-", extra: "_")
    /// Version 1.
    static let first = FlavorSpelling(part: ":", extra: "-")
}
