// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSSupport
@testable import SCSYAML

struct YAMLParsingTests {
    private func error(_ text: String, limits: YAMLLimits = YAMLLimits()) -> String {
        error(Array(text.utf8), limits: limits)
    }

    private func error(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) -> String {
        do throws(YAMLError) {
            _ = try YAMLDocument.parse(bytes, file: "a.yaml", limits: limits)
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3:1: the key \"a\" was already given at a.yaml:1:1"),
        ("a: {x: 1, x: 2}", "a.yaml:1:11: the key \"x\" was already given at a.yaml:1:5"),
        ("1: a\n\"1\": b\n", "a.yaml:2:1: the key \"1\" was already given at a.yaml:1:1"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2:1: a second document begins here"),
        ("a: *nobody\n", "a.yaml:1:4: there is no anchor of this name before this alias"),
        ("a: &x [1, *x]\n", "a.yaml:1:11: this alias is inside the value that it repeats"),
        ("a: &x {b: *x}\n", "a.yaml:1:11: this alias is inside the value that it repeats"),
        ("a:\n\tb: 1\n", "a.yaml:2:1: a tab is used where YAML allows only spaces"),
        ("a:\n  b: 1\n\tc: 2\n", "a.yaml:3:1: a tab is used where YAML allows only spaces"),
        ("a: b: c\n", "a.yaml:1:5: this is not valid YAML: mapping values are not allowed"),
        ("a: [1, 2\n", "a.yaml:2:1: this is not valid YAML"),
        ("a: \"open\n", "a.yaml:2:1: this is not valid YAML"),
        ("a: @home\n", "a.yaml:1:4: a value that begins with @, % or ` must be in quotes"),
        ("a: !hunter2\n", "a.yaml:1:4: this tag is unknown; a string that begins with ! must"),
        ("a: !!python/object:os.system x\n", "a.yaml:1:4: this tag is unknown"),
        ("? [a, b]\n: c\n", "a.yaml:1:3: a key is a list; expected a string"),
        ("a:\n  <<: 7\n", "a.yaml:2:7: << is a string; expected a mapping, or a list of mappings"),
        ("a:\n  <<: [7]\n", "a.yaml:2:8: an entry of << is a string; expected a mapping"),
        ("a: \u{7}\n", "a.yaml:1:4: this is a control character"),
    ])
    func `A syntax error has line and column`(text: String, expected: String) {
        let found = error(text)
        #expect(found.hasPrefix(expected), "\(found)")
    }

    @Test func `Invalid UTF-8 is reported with its place`() {
        let found = error(Array("a: ü\nbü: ".utf8) + [0xFF, 0x0A])
        #expect(
            found == "a.yaml:2:5: this is not valid UTF-8; save the file with the encoding UTF-8")
        #expect(error([0xFF, 0xFE, 0x61, 0x00]).hasPrefix("a.yaml:1:1: this is not valid UTF-8"))
    }

    @Test(arguments: [
        "password: !hunter2\n", "password: *hunter2\n", "password: @hunter2\n",
        "password: `hunter2\n", "password: %hunter2\n", "password: hunter2: x\n",
        "password: \"hunter2\n", "password: [hunter2\n", "password: {hunter2: 1, hunter2: 2}\n",
        "password: \"\\hunter2\"\n", "password: hunter2\n\tx: 1\n", "password: {[hunter2]: 1}\n",
        "token:\n- hunter2: 1\n  hunter2: 2\n", "password: 'it's hunter2'\n",
    ])
    func `No error shows a password's value`(text: String) {
        let found = error(text)
        #expect(found.hasPrefix("a.yaml:"))
        #expect(!found.contains("hunter"), "\(found)")
    }

    @Test func `A billion laughs attack is refused at once`() {
        var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let expected =
            "the aliases of this file repeat more than 100000 values "
            + "(a \"billion laughs\" file does that); write fewer aliases"
        #expect(error(text).hasPrefix("a.yaml:5:"))
        #expect(error(text).hasSuffix(expected))
    }

    @Test func `A billion laughs attack by merge keys is refused`() {
        var text = "a0: &a0 {k: lol}\n"
        for level in 1...30 {
            text += "a\(level): &a\(level) {x: *a\(level - 1), <<: *a\(level - 1)}\n"
        }
        #expect(error(text).contains("billion laughs"))
    }

    @Test func `Size, depth and number of values are limited`() {
        var limits = YAMLLimits()
        limits.bytes = 5
        #expect(error("a: bcd", limits: limits).hasPrefix("a.yaml: this file has 6 bytes"))
        limits = YAMLLimits()
        limits.nodes = 4
        #expect(error("[1, 2, 3]", limits: limits) == "no error")
        #expect(
            error("[1, 2, 3, 4]", limits: limits).hasPrefix("a.yaml:1:11: this file has more"))
        limits = YAMLLimits()
        limits.depth = 3
        #expect(error("[[1]]", limits: limits) == "no error")
        #expect(error("[[[1]]]", limits: limits).hasPrefix("a.yaml:1:4: values are nested"))
        #expect(
            error("a: &a [1]\nb: [*a]", limits: limits).hasPrefix("a.yaml:2:5: with this alias"))
        #expect(error(String(repeating: "[", count: 1 << 20)).contains("64 levels deep"))
        #expect(error(String(repeating: "- ", count: 1 << 16)).contains("64 levels deep"))
        #expect(error(String(repeating: "{a: ", count: 1 << 16)).contains("64 levels deep"))
    }

    @Test func `A flood of directives is refused before libyaml sees it`() {
        let flood = (0..<100_000).map { "%TAG !a\($0)! tag:x\n" }.joined()
        let expected = "a.yaml: this file has %TAG more than 16 times"
        #expect(error(flood + "--- a").hasPrefix(expected))
        #expect(error("a\n...\n" + flood).hasPrefix(expected))
        #expect(error("%TAG !a! tag:x\n---\na: '100%%TAG'\n") == "no error")
    }

    @Test(arguments: ["", "\n\n", "# nothing\n", "---\n", "~", "\u{FEFF}"])
    func `An empty file is no document`(text: String) throws {
        #expect(try YAMLDocument.parse(Array(text.utf8), file: "a.yaml") == nil)
    }

    @Test func `Values know their place, through aliases too`() throws {
        let text = "base: &b\n  x: 1\nü: {y: [2, *b]}\n"
        let root = try #require(try YAMLDocument.parse(Array(text.utf8), file: "a.yaml"))
        #expect(root["base"]?["x"]?.position.description == "a.yaml:2:6")
        let list = try #require(try root["ü"]?["y"]?.sequence())
        #expect(list.map(\.position.description) == ["a.yaml:3:9", "a.yaml:1:7"])
        #expect(list[1]["x"]?.text == "1")
    }

    @Test func `An explicit key overrides merged ones, and an earlier merge a later one`() throws {
        let text = """
            a: &a {x: 1, y: 1, z: 1}
            b: &b {y: 2, w: 2}
            c:
              x: 9
              <<: [*b, *a]
            """
        let root = try #require(try YAMLDocument.parse(Array(text.utf8), file: "a.yaml"))
        let merged = try #require(try root["c"]?.mapping())
        let pairs = merged.map { ($0.key.text ?? "") + ($0.value.text ?? "") }
        #expect(pairs == ["y2", "w2", "z1", "x9"])
    }

    @Test func `JSON is read as YAML`() throws {
        let text = "{\n\t\"a\": [1, true, null, \"x\\u00fcy\"],\n\t\"b\": {\"c\": 1.5}\n}"
        let root = try #require(try YAMLDocument.parse(Array(text.utf8), file: "a.json"))
        let list = try #require(try root["a"]?.sequence())
        #expect(try list[0].integer() == 1)
        #expect(try list[1].boolean())
        #expect(list[2].isNull)
        #expect(list[3].text == "xüy")
        #expect(try root["b"]?["c"]?.number() == 1.5)
    }
}
