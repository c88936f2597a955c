// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import Synchronization

/// A regular expression of a standard, compiled once for all subjects of a run.
final class CompiledPattern: Sendable {
    let text: String
    /// Expressions are not safe to be used by two at once.
    private let expression: Mutex<Regex<AnyRegexOutput>>

    /// Throws the error of an invalid expression.
    init(_ text: String) throws {
        self.text = text
        expression = Mutex(try Regex(text))
    }

    /// Whether a text begins with what the expression describes.
    func matchesStart(of text: String) throws -> Bool {
        try expression.withLock { try $0.prefixMatch(in: text) != nil }
    }

    /// Whether the expression describes the whole text.
    func matches(_ text: String) throws -> Bool {
        try expression.withLock { try $0.wholeMatch(in: text) != nil }
    }
}
