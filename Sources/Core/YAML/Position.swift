// SPDX-License-Identifier: Apache-2.0

/// Where a value was written: a file with line and column, or a place without lines.
public struct Position: Sendable, Hashable, CustomStringConvertible {
    /// The file's path as opened, or a description such as "environment variable OS_USERNAME".
    package let file: String
    /// From 1; 0 for a place without lines.
    package let line: Int
    /// From 1, in characters; 0 for a place without lines.
    package let column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// A place without lines.
    package init(place: String) {
        self.init(file: place, line: 0, column: 0)
    }

    /// `FILE:LINE:COLUMN`
    public var description: String {
        line == 0 ? file : "\(file):\(line):\(column)"
    }
}
