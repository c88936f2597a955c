// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import TestSupport

/// Values of all kinds, with characters that JSON escapes.
enum RandomJSON {
    static func value(_ random: inout SplitMix, depth: Int = 0) -> JSON {
        switch Int.random(in: 0..<(depth < 4 ? 9 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 3: return .number(Double.random(in: -1e6...1e6, using: &random))
        case 4, 5: return .string(text(&random))
        case 6: return .array((0..<4).map { _ in value(&random, depth: depth + 1) })
        default:
            return .object(
                Dictionary(
                    (0..<4).map { _ in (text(&random), value(&random, depth: depth + 1)) }
                ) { $1 })
        }
    }

    private static func text(_ random: inout SplitMix) -> String {
        let letters = Array("aZ\"\\/\n\t\u{0}\u{7F}é–😀 0")
        return String(
            (0..<Int.random(in: 0..<8, using: &random)).map { _ in
                letters[Int.random(in: 0..<letters.count, using: &random)]
            })
    }
}
