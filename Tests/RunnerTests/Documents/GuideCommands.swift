// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The commands of a page: the lines of its fenced `sh` blocks, without comments, continuations joined.
enum GuideCommands {
    static func read(_ path: String) throws -> [String] {
        let page = URL(filePath: RegistryTests.root).appending(path: path)
        return commands(in: try String(contentsOf: page, encoding: .utf8))
    }

    static func commands(in page: String) -> [String] {
        var (found, open): ([String], String?) = ([], nil)
        var isShell: Bool?
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.hasPrefix("```") {
                isShell = isShell == nil ? text == "```sh" : nil
            } else if isShell == true {
                let command = (open.map { $0 + " " } ?? "") + withoutComment(text)
                if command.hasSuffix("\\") {
                    open = command.dropLast().trimmingCharacters(in: .whitespaces)
                } else {
                    open = nil
                    if !command.isEmpty { found.append(command) }
                }
            }
        }
        return found
    }

    private static func withoutComment(_ line: String) -> String {
        guard !line.hasPrefix("#") else { return "" }
        let end = line.firstRange(of: #/\s+# /#)?.lowerBound ?? line.endIndex
        return line[..<end].trimmingCharacters(in: .whitespaces)
    }

    /// `scs-check COMMAND` where it stands in a sentence, as inline code.
    static func mentions(in page: String) -> [String] {
        page.matches(of: /`scs-check ([a-z][a-z-]+)/).map { String($0.1) }
    }
}
