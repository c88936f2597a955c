// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// Base64 between two marker lines, as OpenSSH writes it.
enum Armor {
    /// Nil if the text is not exactly one block with these markers.
    static func decode(_ bytes: [UInt8], _ noun: String) -> [UInt8]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        while lines.last.map({ $0.allSatisfy(\.isWhitespace) }) == true { lines.removeLast() }
        guard lines.count >= 3, lines.removeFirst() == "-----BEGIN \(noun)-----",
            lines.removeLast() == "-----END \(noun)-----"
        else { return nil }
        return base64(lines.joined())
    }

    static func encode(_ bytes: [UInt8], _ noun: String, width: Int = 70) -> String {
        var text = "-----BEGIN \(noun)-----\n"
        var rest = Data(bytes).base64EncodedString()[...]
        while !rest.isEmpty {
            text += rest.prefix(width) + "\n"
            rest = rest.dropFirst(width)
        }
        return text + "-----END \(noun)-----\n"
    }

    /// Nil if the text is not base64.
    static func base64(_ text: some StringProtocol) -> [UInt8]? {
        guard text.utf8.count <= 1 << 20 else { return nil }
        return Data(base64Encoded: String(text)).map { [UInt8]($0) }
    }
}
