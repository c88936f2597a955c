// SPDX-License-Identifier: Apache-2.0

extension String? {
    /// `name 'value'`, or that `name` is not set: what follows "has".
    func valued(_ name: String) -> String { map { "\(name) '\($0)'" } ?? "no \(name)" }
}
