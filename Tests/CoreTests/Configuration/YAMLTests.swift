// SPDX-License-Identifier: Apache-2.0
@testable import Core
import TestSupport
import Testing

/// YAML as configuration files use it, and every way in which one can be wrong.
@Suite struct YAMLTests {
    private func parse(_ text: String) throws -> YAMLNode? {
        try YAMLDocument.parse(Array(text.utf8), file: "f.yaml")
    }

    @Test(
        "What is wrong is told with its place",
        arguments: [
            ("a: [1, 2", "f.yaml:2:1: It is not YAML: did not find expected ',' or ']'"),
            ("a: 1\nb: 2\na: 3\n", "f.yaml:3:1: The key a stands here again; it was at line 1."),
            ("a: *nobody\n", "f.yaml:1:4: The alias *nobody has no anchor."),
            ("a: 1\n---\nb: 2\n", "f.yaml:2:1: A second document begins here; expected only one."),
            (
                "a:\n\t- 1\n",
                "f.yaml:2:1: It is not YAML: found character that cannot start any token"
            ),
            ("? [a]\n: 1\n", "f.yaml:1:3: A key is no text."),
            ("a: &x [*x]\n", "f.yaml:1:8: The alias *x has no anchor."),
            (
                "<<: 1\n",
                "f.yaml:1:5: What << merges is a text that does not fit; expected a mapping."
            ),
        ])
    func mistakes(_ text: String, _ message: String) throws {
        let error = #expect(throws: YAMLError.self) { try parse(text) }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }

    @Test("A billion laughs are refused")
    func laughs() throws {
        var text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        for (last, next) in zip("abcdefgh", "bcdefghi") {
            text +=
                "\(next): &\(next) ["
                + Array(repeating: "*\(last)", count: 10).joined(separator: ",")
                + "]\n"
        }
        let error = #expect(throws: YAMLError.self) { try parse(text) }
        #expect(error?.description.contains("more than 200000 values") == true)
    }

    @Test(
        "Nesting is bounded, also where it would exhaust the stack", arguments: [65, 1000, 100_000])
    func depth(_ levels: Int) throws {
        let error = #expect(throws: YAMLError.self) {
            try parse(String(repeating: "[", count: levels))
        }
        #expect(error?.description.contains("deeper than 64 levels") == true)
    }

    @Test("Bytes that are no UTF-8 are refused", arguments: [[0xFF], [0xC0, 0x80], [0x61, 0x00]])
    func encoding(_ bytes: [UInt8]) {
        #expect(throws: YAMLError.self) { try YAMLDocument.parse(bytes, file: "f.yaml") }
    }

    @Test("Merge keys bring what is not there already")
    func merge() throws {
        let root = try #require(
            try parse("base: &b {a: 1, c: 3}\nx:\n  <<: *b\n  a: 2\ny:\n  <<: [*b, {d: 4}]\n"))
        #expect(root["x"]?["a"]?.text == "2")
        #expect(root["x"]?["c"]?.text == "3")
        #expect(root["y"]?["d"]?.text == "4")
    }

    @Test(
        "Truth has all of YAML 1.1's spellings",
        arguments: [
            ("yes", true), ("On", true), ("TRUE", true), ("no", false), ("off", false),
            ("False", false),
        ])
    func truth(_ text: String, _ value: Bool) throws {
        #expect(try parse("a: \(text)")?["a"]?.boolean("a") == value)
    }

    @Test("Empty is no value, quoted emptiness is one")
    func emptiness() throws {
        #expect(try parse("") == nil)
        #expect(try parse("a: ~\nb:\nc: null\n")?["b"] == nil)
        #expect(try parse("a: '~'")?["a"]?.string("a") == "~")
    }

    @Test("Random and mutated bytes never crash", arguments: 0..<20)
    func fuzz(_ seed: UInt64) {
        var random = SplitMix(seed)
        let start = Array("a: &x {b: [1, *x, 'q'], <<: *x}\n? k\n: |\n  t\n--- {}\n".utf8)
        for _ in 0..<200 {
            var bytes = start
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
                case 1:
                    bytes.insert(
                        contentsOf: start[..<Int.random(in: 0..<9, using: &random)], at: index)
                default: bytes.removeSubrange(index..<min(bytes.count, index + 3))
                }
                if bytes.isEmpty { bytes = start }
            }
            do {
                _ = try YAMLDocument.parse(bytes, file: "f.yaml")
            } catch {
                #expect(error.position.line >= 1 && !error.problem.isEmpty)
            }
        }
    }
}
