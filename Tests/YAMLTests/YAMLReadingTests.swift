// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSSupport
@testable import SCSYAML

struct YAMLReadingTests {
    private func value(_ text: String) throws -> YAMLNode {
        let root = try YAMLDocument.parse(Array("region_name: \(text)\n".utf8), file: "clouds.yaml")
        return try #require(root?["region_name"])
    }

    private func message(_ read: () throws(YAMLError) -> Void) -> String {
        do throws(YAMLError) {
            try read()
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test(arguments: ["\t", "\\e[31m", "\\n"])
    func `Errors escape control characters in names`(control: String) throws {
        let text = "\"a\(control)b\": x\n"
        let root = try #require(try YAMLDocument.parse(Array(text.utf8), file: "clouds.yaml"))
        let entry = try #require(try root.mapping().first)
        let found = message { () throws(YAMLError) in _ = try entry.value.mapping() }
        #expect(found.contains("expected a mapping"))
        #expect(!found.utf8.contains { $0 < 0x20 || $0 == 0x7F })
    }

    @Test(arguments: [
        ("[a]", "is a list"), ("{a: 1}", "is a mapping"), ("", "is empty"), ("~", "is empty"),
        ("null", "is empty"),
    ])
    func `A value that is not a string is reported with its kind`(text: String, kind: String) throws
    {
        let node = try value(text)
        let found = message { () throws(YAMLError) in _ = try node.string(example: "RegionOne") }
        #expect(found.contains(": region_name \(kind); expected a string such as \"RegionOne\""))
        #expect(found.hasPrefix("clouds.yaml:1:1"))
    }

    @Test func `A value of the wrong kind is reported with its place`() throws {
        let node = try value("[a]")
        let found = message { () throws(YAMLError) in _ = try node.mapping() }
        #expect(found == "clouds.yaml:1:14: region_name is a list; expected a mapping")
        let text = try value("a")
        let other = message { () throws(YAMLError) in _ = try text.sequence() }
        #expect(other == "clouds.yaml:1:14: region_name is a string; expected a list")
    }

    @Test(arguments: ["12345", "0123", "1_000", "yes", "1e3", "2026-11-23", "\"~\"", "'null'"])
    func `A string is read as written`(text: String) throws {
        let bare = text.filter { $0 != "\"" && $0 != "'" }
        #expect(try value(text).string() == bare)
    }

    @Test(arguments: [
        "a", "1.5", "\"7\"", "010", "0x10", "1_000", "", "[1]", "99999999999999999999", "+", "--1",
    ])
    func `An invalid integer is refused`(text: String) throws {
        let node = try value(text)
        let found = message { () throws(YAMLError) in _ = try node.integer() }
        #expect(found.hasSuffix("expected a whole number such as 42"))
    }

    @Test(arguments: [("0", 0), ("-7", -7), ("+7", 7), ("42", 42)])
    func `An integer is read`(text: String, expected: Int) throws {
        #expect(try value(text).integer() == expected)
    }

    @Test(arguments: ["maybe", "\"yes\"", "yEs", "1", "0", "y", "", "[true]", "tRUE"])
    func `An invalid boolean is refused`(text: String) throws {
        let node = try value(text)
        let found = message { () throws(YAMLError) in _ = try node.boolean() }
        #expect(found.hasSuffix("expected true or false"))
    }

    @Test(arguments: ["yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE", "\"True\""])
    func `YAML 1.1's words for true are true`(text: String) throws {
        #expect(try value(text).boolean())
    }

    @Test(arguments: ["no", "No", "NO", "off", "Off", "OFF", "false", "False", "'false'"])
    func `YAML 1.1's words for false are false`(text: String) throws {
        #expect(try value(text).boolean() == false)
    }

    @Test(arguments: ["nan", "inf", "0x1p4", "1,5", "", "1e999"])
    func `An invalid or infinite number is refused`(text: String) throws {
        let node = try value(text)
        #expect(message { () throws(YAMLError) in _ = try node.number() }.contains("number"))
    }

    @Test func `Tags decide a scalar's kind`() throws {
        #expect(try value("!!str ~").string() == "~")
        #expect(try value("!!int 12").integer() == 12)
    }

    @Test func `Unknown keys are reported in the file's order`() throws {
        let node = try value("{b: 1, a: 2, c: 3}")
        #expect(node.unknownKeys(known: ["a"]).map(\.text) == ["b", "c"])
        #expect(try value("7").unknownKeys(known: []).isEmpty)
    }

    @Test func `Errors are safe for a terminal and stay short`() throws {
        let node = try value("\"\\e[31m\(String(repeating: "x", count: 500))\"")
        let found = message { () throws(YAMLError) in _ = try node.boolean() }
        #expect(!found.unicodeScalars.contains("\u{1B}"))
        #expect(found.count < 200)
    }

    @Test(arguments: [
        ("regoin_name", "region_name"), ("Region_Name", "region_name"), ("autj", "auth"),
        ("endpoint", nil), ("", nil), ("x", nil), ("cacret", "cacert"),
    ])
    func `Only a near name is suggested`(name: String, expected: String?) {
        let names = ["auth", "region_name", "cacert"]
        #expect(Suggestion.nearest(to: name, among: names) == expected)
    }
}
