// SPDX-License-Identifier: Apache-2.0

/// Turns libyaml's error about a file into a helpful sentence.
///
/// libyaml's errors are fixed texts; nothing here repeats the file, which may contain secrets.
struct YAMLComplaint {
    var problem: String
    var context: String?
    var contextLine: Int

    /// The bytes are wrong: not UTF-8, or characters that YAML forbids.
    func unreadable(
        _ bytes: some Collection<UInt8>, at offset: Int, file: String
    ) -> YAMLError {
        let before = bytes.prefix(offset)
        let line = before.reduce(into: 1) { count, byte in if byte == 0x0A { count += 1 } }
        let lineStart = before.reversed().prefix { $0 != 0x0A }
        let column = lineStart.reduce(into: 1) { count, byte in
            // A continuation byte belongs to the character before it.
            if byte & 0xC0 != 0x80 { count += 1 }
        }
        let sentence =
            problem.contains("control characters")
            ? "this is a control character; YAML allows only printable characters, so remove it"
            : "this is not valid UTF-8; save the file with the encoding UTF-8"
        return YAMLError(Position(file: file, line: line, column: column), sentence)
    }

    /// The bytes are valid but the syntax is not.
    func malformed(_ bytes: some Collection<UInt8>, at position: Position) -> YAMLError {
        let line = bytes.split(
            separator: 0x0A, maxSplits: position.line, omittingEmptySubsequences: false
        ).dropFirst(position.line - 1).first
        let text = line.map { String(decoding: $0, as: UTF8.self).unicodeScalars }
        let here = text?.dropFirst(position.column - 1).first
        let isIndentedByTab = text?.prefix { $0 == " " || $0 == "\t" }.contains("\t") ?? false
        if here == "\t" || isIndentedByTab {
            return YAMLError(
                position, "a tab is used where YAML allows only spaces; replace it with spaces")
        }
        if problem.contains("cannot start any token") {
            return YAMLError(position, "a value that begins with @, % or ` must be in quotes")
        }
        let place = context.map { " \($0) that begins in line \(contextLine)" } ?? ""
        return YAMLError(
            position,
            "this is not valid YAML: \(problem)\(place); "
                + "check indentation, colons and quotes here and in the line above")
    }
}
