// SPDX-License-Identifier: Apache-2.0

extension Int {
    /// `1 image`, `2 images`; for nouns that take an s.
    func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension String? {
    /// `name 'value'`, or that `name` is not set: what follows "has".
    func valued(_ name: String) -> String { map { "\(name) '\($0)'" } ?? "no \(name)" }
}
