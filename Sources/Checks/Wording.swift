// SPDX-License-Identifier: Apache-2.0

extension String? {
    /// `name 'value'`, or `no name`, to follow "has".
    func valued(_ name: String) -> String { map { "\(name) '\($0)'" } ?? "no \(name)" }
}
