// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Everything that other packages may use is listed, so that nothing is removed by accident.
struct PublicSurfaceTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let list = root.appending(path: "docs/public-api.txt")

    @Test func `Members are listed with their type, on one line`() {
        let source = """
            public struct A<B: C>: Sendable {
                /// D.
                public let d: Int
                let e = 1
                public init(
                    _ f: Int, g: Int = 2
                ) throws {
                    public_ = 1
                }
            }

            extension A.H {
                @discardableResult public static func i() -> Int { 1 }
            }
            public enum J: String {
                case k = "k"
                private case hidden
                func l() {
                    case m
                }
            }
            enum N {
                case o
            }
            """
        #expect(
            PublicSurface.declarations(in: source) == [
                "struct A<B: C>: Sendable", "A.let d: Int", "A.init(_ f: Int, g: Int = 2) throws",
                "A.H.static func i() -> Int", "enum J: String", "J.case k",
            ])
    }

    @Test func `The public surface matches docs/public-api.txt`() throws {
        let found = try PublicSurface.everything(in: Self.root.appending(path: "Sources"))
        #expect(found.count > 300)
        if ProcessInfo.processInfo.environment["UPDATE_PUBLIC_API"] != nil {
            let text = """
                # The public surface, for packages of others: `make api` writes this file, a test compares it.
                # From 0.2 on, a line that leaves is a change of the major version (of the minor one before 1.0).

                """
            try (text + found.joined(separator: "\n") + "\n").write(
                to: Self.list, atomically: true, encoding: .utf8)
        }
        let listed = try String(contentsOf: Self.list, encoding: .utf8)
            .split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
        let gone = Set(listed).subtracting(found).sorted()
        let new = Set(found).subtracting(listed).sorted()
        #expect(
            gone.isEmpty, "Others may use what is gone. If it must go, run `make api` and say why.")
        #expect(new.isEmpty, "Run `make api` if others are to see what is new; else use package.")
    }
}

/// Extracts public declarations from formatted sources.
enum PublicSurface {
    /// `FOLDER: TYPE.DECLARATION`, sorted, of the products in `sources`.
    static func everything(in sources: URL) throws -> [String] {
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        var found: Set<String> = []
        for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
            let path = file.path().dropFirst(sources.path().count).drop { $0 == "/" }
            let folders = path.split(separator: "/").dropLast()
            let module = folders.prefix(folders.first == "Core" ? 2 : 1).joined(separator: "/")
            guard ["Core", "Runner", "Testing"].contains(folders.first) else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            found.formUnion(declarations(in: text).map { "\(module): \($0)" })
        }
        return found.sorted()
    }

    /// The public declarations of one file, each on one line with the type around it.
    static func declarations(in text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var found: [String] = []
        // The enclosing types: their indentation, and whether their members are public by rule.
        var around: [(indent: Int, name: String, members: [String])] = []
        for index in lines.indices {
            let indent = lines[index].prefix { $0 == " " }.count
            var words = lines[index].split(separator: " ").map(String.init)
            guard !words.isEmpty else { continue }
            around.removeAll { $0.indent >= indent && lines[index].dropFirst(indent).first != "}" }
            while let first = words.first, first.hasPrefix("@") || first == "nonisolated" {
                words.removeFirst()
            }
            let isPublic = words.first == "public"
            if isPublic { words.removeFirst() }
            let isMember =
                around.last.map { type in
                    indent == type.indent + 4
                        && type.members.contains { words.first?.hasPrefix($0) == true }
                } ?? false
            let keyword = words.first { !["final", "indirect"].contains($0) } ?? ""
            if isPublic || isMember, keyword != "import", keyword != "extension" {
                let path = around.map(\.name).joined(separator: ".")
                found.append((path.isEmpty ? "" : path + ".") + signature(lines[index...], words))
            }
            if ["struct", "class", "enum", "protocol", "actor", "extension"].contains(keyword),
                let at = words.firstIndex(of: keyword), at + 1 < words.count
            {
                let name = words[at + 1].prefix {
                    $0.isLetter || $0.isNumber || $0 == "." || $0 == "_"
                }
                around.append(
                    (indent, String(name), isPublic ? members[keyword] ?? [] : []))
            }
        }
        return found
    }

    /// Members that are public without the keyword.
    private static let members = [
        "enum": ["case"],
        "protocol": ["var", "func", "init", "associatedtype", "static", "subscript"],
    ]

    /// From the first word to the body or the value, on one line.
    private static func signature(_ lines: ArraySlice<String>, _ words: [String]) -> String {
        var text = words.joined(separator: " ")
        var rest = lines.dropFirst()
        func isOpen(_ text: String) -> Bool {
            text.count { "([<".contains($0) }
                > text.replacing("->", with: "").count { ")]>".contains($0) }
        }
        while isOpen(text) || text.hasSuffix(","), let next = rest.popFirst() {
            text += (text.hasSuffix("(") ? "" : " ") + next.drop { $0 == " " }
        }
        // `throws` and the result may be on their own line.
        if !text.contains("{"), let next = rest.first?.drop(while: { $0 == " " }),
            next.hasPrefix("-> ") || next.hasPrefix("async") || next.hasPrefix("throws")
                || next.hasPrefix("where ")
        {
            text += " " + next
        }
        if let body = text.range(of: " {") { text = String(text[..<body.lowerBound]) }
        if text.hasPrefix("let ") || text.hasPrefix("var ") || text.hasPrefix("static let ")
            || text.hasPrefix("static var ") || text.hasPrefix("case "),
            let value = text.range(of: " = ")
        {
            text = String(text[..<value.lowerBound])
        }
        return text.replacing(" )", with: ")")
    }
}
