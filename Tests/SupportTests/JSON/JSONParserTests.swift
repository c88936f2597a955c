// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import TestSupport

@testable import SCSSupport

/// JSON by RFC 8259.
struct JSONParserTests {
    @Test(
        arguments: [
            "", " ", "nul", "tru", "truex", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
            "{a:1}", "{'a':1}", "01", "-", "-01", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN",
            "Infinity", "1e999", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\uD800\"",
            "\"\\uD800\\u0041\"", "\"\\uDC00\"", "\"a\nb\"", "\"\u{1}\"", "1 1", "[", "{", "[[",
            "// 1", "1 // a", "\u{FEFF}", "{\"a\":1]", "[1}", ",", ":",
        ])
    func `Invalid JSON is refused with a sentence`(text: String) {
        #expect { try JSON.parse(Array(text.utf8)) } throws: { error in
            "\(error)".hasPrefix("it is not JSON: ")
        }
    }

    @Test func `Invalid UTF-8 and too deep values are refused`() throws {
        #expect(throws: JSONParser.Malformed.self) { try JSON.parse([0x22, 0xC0, 0x80, 0x22]) }
        #expect(throws: JSONParser.Malformed.self) {
            try JSON.parse([0x22, 0xED, 0xA0, 0x80, 0x22])
        }
        let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
        #expect(throws: JSONParser.Malformed.self) { try JSON.parse(Array(deep.utf8)) }
        let endless = [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)
        #expect(throws: JSONParser.Malformed.self) { try JSON.parse(endless) }
        _ = try JSON.parse(
            Array(deep[deep.index(deep.startIndex, offsetBy: 100)...].dropLast(100).utf8))
    }

    @Test(
        arguments: [
            ("9223372036854775807", JSON.integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.0", .integer(1)),
            ("1e2", .integer(100)), ("-0", .integer(0)), ("0.5", .number(0.5)),
            ("-1.5E-3", .number(-0.0015)), (" [ ] ", .array([])), ("\u{FEFF}{ }", .object([:])),
            ("{\"a\":1,\"a\":2}", .object(["a": .integer(2)])),
            ("\"\\uD83D\\uDE00\\n\\/\\u00e9\"", .string("😀\n/é")),
            ("\"\\u0000\"", .string("\u{0}")),
            ("[true,false,null]", .array([.bool(true), .bool(false), .null])),
        ])
    func `Valid JSON is read exactly`(text: String, value: JSON) throws {
        #expect(try JSON.parse(Array(text.utf8)) == value)
    }

    @Test func `The parser agrees with Foundation's decoder`() throws {
        var random = SplitMix(14)
        for _ in 0..<2000 {
            let bytes = try RandomJSON.value(&random).bytes()
            let decoded = try JSONDecoder().decode(JSON.self, from: Data(bytes))
            #expect(try JSON.parse(bytes) == decoded)
            // Whatever a removed or changed byte makes of it, both parsers agree.
            var damaged = bytes
            damaged[Int.random(in: 0..<bytes.count, using: &random)] =
                UInt8.random(in: 0x20..<0x7F, using: &random)
            let ours = (try? JSON.parse(damaged)) != nil
            let theirs =
                (try? JSONSerialization.jsonObject(
                    with: Data(damaged), options: .fragmentsAllowed)) != nil
            // Foundation accepts a comma before the end of an object; RFC 8259 does not.
            let text = String(decoding: damaged, as: UTF8.self)
            let isLenient = text.contains(/,\s*\}/)
            #expect(ours == theirs || isLenient, "\(text)")
        }
    }

    @Test func `A large answer is parsed in seconds`() throws {
        let item = #"{"name":"hw_disk_bus","type":"string","enum":["scsi","virtio"],"n":12.5},"#
        let count = (3 << 20) / item.utf8.count
        let text = "[" + String(repeating: item, count: count) + "null]"
        let clock = ContinuousClock()
        var read: JSON?
        let time = try clock.measure { read = try JSON.parse(Array(text.utf8)) }
        #expect(read?.array?.count == count + 1)
        // Ten times as much once took 35 s in a release build; this one is not optimised.
        #expect(time < .seconds(60))
    }
}
