// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Synchronization

/// All secrets of a run, and the filter for all foreign text.
///
/// Code that reads or receives a secret adds it; foreign text goes through `clean` before it
/// reaches a terminal, a transcript, a report or a record, and before it is escaped or encoded.
public final class SecretVault: Sendable {
    private let scanner = Mutex(SecretScanner())
    private let known = Mutex<Set<Secret>>([])

    package init() {}

    /// Hides `secret` from now on, also in its URL, JSON and base64 forms.
    package func add(_ secret: Secret) {
        guard known.withLock({ $0.insert(secret).inserted }) else { return }
        var spellings = [secret.exposed]
        // In `Bearer abc` the last word is the secret.
        if let word = secret.exposed.split(separator: " ").last, word.utf8.count >= 8 {
            spellings.append(String(word))
        }
        let text = spellings[0]
        spellings += [text.harmless(.max), text.percentEncoded, Self.escapedForJSON(text)]
        let encoded = Self.base64(Array(text.utf8))
        scanner.withLock { scanner in
            for spelling in spellings { scanner.add(spelling.utf8) }
            for spelling in encoded { scanner.add(spelling.utf8) }
        }
    }

    /// The text without secrets, and without the secret values in URLs.
    package func clean(_ text: String) -> String {
        let scanner = scanner.withLock { $0 }
        var copy = text
        let shown = copy.withUTF8 { scanner.hiding(in: $0) }
        return SafeURL.cleaned(shown.map { String(decoding: $0, as: UTF8.self) } ?? text)
    }

    /// The value with every string in it cleaned, object keys included.
    package func clean(_ json: JSON) -> JSON {
        switch json {
        case .null, .bool, .integer, .number: json
        case .string(let text): .string(clean(text))
        case .array(let items): .array(items.map(clean))
        case .object(let fields):
            .object(Dictionary(fields.map { (clean($0), clean($1)) }) { $1 })
        }
    }

    private static func escapedForJSON(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    /// The base64 of the bytes at each of the three alignments.
    private static func base64(_ bytes: [UInt8]) -> [String] {
        (0..<3).flatMap { offset -> [String] in
            let whole = Array(Data(repeating: 0, count: offset) + Data(bytes))
            let even = whole.prefix(whole.count / 3 * 3)
            let text = String(
                Data(even).base64EncodedString().dropFirst(offset == 0 ? 0 : offset + 1))
            guard text.utf8.count >= 8 else { return [] }
            return [text, text.replacing("+", with: "-").replacing("/", with: "_")]
        }
    }
}
