// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// The duration in seconds.
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// For people: `0.4 s`, `12.3 s`, `2 min 5 s`.
    package var formatted: String {
        let tenths = Int((inSeconds * 10).rounded())
        guard tenths >= 600 else { return "\(tenths / 10).\(tenths % 10) s" }
        return "\(tenths / 600) min \((tenths % 600) / 10) s"
    }
}
