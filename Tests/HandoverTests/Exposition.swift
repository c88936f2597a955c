// SPDX-License-Identifier: Apache-2.0
import Testing

/// A strict reader of Prometheus's text format: what it does not know is a problem.
struct Exposition {
    struct Series {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    private(set) var series: [Series] = []

    init(_ text: String) throws {
        try #require(text.hasSuffix("\n"), "the last line does not end")
        var current = ""
        var kinds: Set<String> = []
        var seen: Set<String> = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            try #require(!line.contains("\r") && !line.isEmpty, "\(line)")
            if line.hasPrefix("# HELP ") {
                current = String(line.split(separator: " ")[2])
                try #require(kinds.insert(current).inserted, "\(current) is not in one block")
            } else if line.hasPrefix("# TYPE ") {
                try #require(line == "# TYPE \(current) gauge", "\(line)")
            } else {
                try #require(line.hasPrefix(current), "\(line)")
                let one = try Self.read(line)
                try #require(one.name == current)
                let key = one.labels.sorted { $0.key < $1.key }.description
                try #require(seen.insert(current + key).inserted, "\(line) occurs twice")
                series.append(one)
            }
        }
    }

    /// `name{label="value",…} number`
    private static func read(_ line: Substring) throws -> Series {
        let head = try #require(try /[a-z_:][a-z0-9_:]*/.prefixMatch(in: line))
        var rest = line[head.range.upperBound...]
        var labels: [String: String] = [:]
        if rest.first == "{" {
            repeat {
                rest.removeFirst()
                let label = try #require(
                    try /([a-z_]+)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"/.prefixMatch(in: rest), "\(rest)")
                var value = ""
                var isEscaped = false
                for character in label.output.2 {
                    if isEscaped {
                        value.append(character == "n" ? "\n" : character)
                        isEscaped = false
                    } else if character == "\\" {
                        isEscaped = true
                    } else {
                        value.append(character)
                    }
                }
                try #require(labels.updateValue(value, forKey: String(label.output.1)) == nil)
                rest = rest[label.range.upperBound...]
            } while rest.first == ","
            try #require(rest.first == "}", "\(rest)")
            rest.removeFirst()
        }
        try #require(rest.first == " ", "\(rest)")
        let value = try #require(Double(rest.dropFirst()), "\(rest)")
        return Series(name: String(head.output), labels: labels, value: value)
    }
}
