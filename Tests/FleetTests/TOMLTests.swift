// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML
import TestSupport
import Testing

@testable import SCSFleet

/// TOML 1.0, right and wrong.
struct TOMLTests {
    private func parse(_ text: String) throws -> YAMLNode {
        try TOMLDocument.parse(Array(text.utf8), file: "c.toml")
    }

    /// A short form: strings in quotes, the rest as written.
    private func short(_ node: YAMLNode) -> String {
        switch node.value {
        case .scalar(let text, .quoted): "\"\(text)\""
        case .scalar(let text, .plain): text
        case .sequence(let entries): "[" + entries.map(short).joined(separator: " ") + "]"
        case .mapping(let entries):
            "{"
                + entries.map { "\($0.key.text ?? ""): \(short($0.value))" }.joined(separator: ", ")
                + "}"
        }
    }

    @Test(arguments: [
        ("", "{}"), ("\u{FEFF}a = 1", "{a: 1}"),
        ("a = 1\r\n# c\r\nb = true # d\n", "{a: 1, b: true}"),
        ("a.b.c = 'x'\na.d = \"y\"", #"{a: {b: {c: "x"}, d: "y"}}"#),
        ("[a.b]\nc = 1\n[a]\nd = 2", "{a: {b: {c: 1}, d: 2}}"),
        ("[[a]]\nb = 1\n[[a]]\n[a.c]\nd = 2", "{a: [{b: 1} {c: {d: 2}}]}"),
        ("'a b'.\"c.d\" = {e.f = 1, g = []}", "{a b: {c.d: {e: {f: 1}, g: []}}}"),
        ("a = [ 1,\n [2], # c\n {b = 3},\n]", "{a: [1 [2] {b: 3}]}"),
        (#"a = "\u00e9\t\"\\" "#, "{a: \"é\t\"\\\"}"),
        ("a = '''\n\\n'x''''", #"{a: "\n'x'"}"#),
        ("a = \"\"\"\nb\\\n   \n  c \"\"d\"\"\"\"", #"{a: "bc ""d""}"#),
        ("a = 1_000\nb = -0x1F", "wrong"),
        ("a = 0x1F\nb = +7\nc = 0o17\nd = 0b101", "{a: 31, b: 7, c: 15, d: 5}"),
        ("a = 1_000.5e-1_0\nb = -inf", "{a: 1000.5e-10, b: -inf}"),
        (
            "a = 2024-02-29 10:00:00.5+02:00\nb = 10:00:00",
            "{a: 2024-02-29 10:00:00.5+02:00, b: 10:00:00}"
        ),
        ("1 = 1\n-_ = 2", "{1: 1, -_: 2}"),
    ])
    func `A file is what it says`(_ text: String, _ expected: String) throws {
        if expected == "wrong" {
            #expect(throws: YAMLError.self) { try parse(text) }
        } else {
            #expect(short(try parse(text)) == expected)
        }
    }

    @Test(arguments: [
        ("a", "1:2: expected \"=\" after this key"), ("a = ", "1:5: expected a value"),
        ("= 1", "1:1: expected a key"), ("a = 1 b = 2", "1:7: expected the end of the line"),
        ("a = 1\na = 2", "2:1: \"a\" was already defined at c.toml:1:1; keep one of the two"),
        ("[a]\n[a]", "2:2: \"a\" was already defined"), ("[a]\n[[a]]", "2:3: \"a\" was already"),
        ("a = []\n[[a]]", "2:3: \"a\" was already"), ("a = {}\n[a.b]", "2:2: \"a\" was already"),
        ("a = {}\na.b = 1", "2:1: \"a\" was already"), ("[a.b]\n[a]\nb.c = 1", "3:1: \"b\" was"),
        ("a.b = 1\n[a]", "2:2: \"a\" was already"), ("[[a] ]", "1:4: expected \"]]\""),
        ("[a", "1:3: expected \"]\""),
        ("a = \"x\ny\"", "1:7: this string has no closing quotes on its line"),
        ("a = '''x", "1:5: this string has no closing quotes"),
        ("a = \"\\x\"", "1:6: this is no escape"),
        ("a = \"\\ud800\"", "1:6: this is no escape"), ("é = 1", "1:1: expected a key"),
        ("a = 'é", "1:5: this string"), ("a = \"\u{1}\"", "1:6: there is a control character"),
        ("# \u{7F}", "1:3: there is a control character; write it as \\u007F"),
        ("a = 01", "1:5: expected a value"), ("a = 1__0", "1:5: expected"),
        ("a = 1.", "1:5: expected"),
        ("a = 9223372036854775808", "1:5: expected a value"), ("a = yes", "1:5: expected a value"),
        ("a = 2023-02-29", "1:5: expected a value"), ("a = 24:00:00", "1:5: expected a value"),
        ("a = [1 2]", "1:8: expected \",\" or \"]\""), ("a = {b = 1,}", "1:12: expected a key"),
        ("a = {b = 1\n}", "1:11: expected \",\" or \"}\""),
    ])
    func `A mistake has its place`(_ text: String, _ message: String) {
        let error = #expect(throws: YAMLError.self) { try parse(text) }
        let description = error.map { "\($0)" } ?? ""
        #expect(description.hasPrefix("c.toml:" + message), "\(description)")
    }

    @Test func `What is not UTF-8 or nested too deep is refused, and a long file is read`() throws {
        #expect(throws: YAMLError.self) {
            try TOMLDocument.parse([0x61, 0x3D, 0x27, 0xFF, 0x27], file: "c.toml")
        }
        for open in ["[", "{a="] {
            #expect(throws: YAMLError.self) {
                try parse("a = " + String(repeating: open, count: 100_000))
            }
        }
        #expect(throws: YAMLError.self) {
            try parse(String(repeating: "a.", count: 100_000) + "a = 1")
        }
        let long = (0..<5_000).map { "[a.b\($0)]\nc = \($0)\n" }.joined()
        #expect(try parse(long)["a"]?.mapping().count == 5_000)
    }

    @Test func `A list of a hundred thousand tables is read as fast as it is long`() throws {
        let root = try TOMLDocument.parse(
            Array(String(repeating: "[[a]]\n", count: 100_000).utf8), file: "c.toml")
        #expect(try root["a"]?.sequence().count == 100_000)
    }

    @Test func `Arbitrary bytes are refused in words`() throws {
        var generator = SplitMix(7)
        let letters = Array("ab=.[]{}\"'\\#,\n\t 0123_-+:TZux\u{1}é".utf8)
        for _ in 0..<3_000 {
            let count = Int.random(in: 0..<40, using: &generator)
            let bytes = (0..<count).map { _ in letters.randomElement(using: &generator) ?? 0 }
            do {
                _ = try TOMLDocument.parse(bytes, file: "c.toml")
            } catch {
                #expect(error.description.hasPrefix("c.toml:"))
            }
        }
    }
}
