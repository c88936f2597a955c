// SPDX-License-Identifier: Apache-2.0
import SCSSupport
package import SCSYAML

/// Reads TOML 1.0 (https://toml.io/en/v1.0.0) into nodes that know where they stand.
package enum TOMLDocument {
    /// The root mapping of a file; every error has file, line and column.
    package static func parse(_ bytes: [UInt8], file: String) throws(YAMLError) -> YAMLNode {
        var scanner = TOMLScanner(bytes, file: file)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw scanner.error("this file is not text in UTF-8")
        }
        let root = TOMLTable(.explicit, at: scanner.position)
        var current = root
        while true {
            try scanner.skipBlankLines()
            guard let byte = scanner.peek else { return root.node(label: "the file") }
            if byte == UInt8(ascii: "[") {
                current = try header(&scanner, in: root)
            } else {
                try pair(&scanner, in: current, depth: 0)
            }
            try scanner.endLine()
        }
    }

    /// `[a.b]` or `[[a.b]]`; the table that the following pairs are for.
    private static func header(
        _ scanner: inout TOMLScanner, in root: TOMLTable
    ) throws(YAMLError) -> TOMLTable {
        let start = scanner.position
        scanner.advance()
        let isList = scanner.take("[")
        let keys = try scanner.dottedKey()
        try scanner.expect(isList ? "]]" : "]", "at the end of this table's name")
        return try root.open(keys, isList: isList, at: start)
    }

    /// `a.b = value`
    static func pair(
        _ scanner: inout TOMLScanner, in table: TOMLTable, depth: Int
    ) throws(YAMLError) {
        let keys = try scanner.dottedKey()
        try scanner.expect("=", "after this key")
        scanner.skipSpaces()
        try table.set(keys, to: try scanner.value(label: keys.last?.name ?? "", depth: depth))
    }
}
