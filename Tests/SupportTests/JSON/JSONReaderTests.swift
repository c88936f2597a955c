// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import SCSSupport

/// Values from JSON, as Foundation's decoder reads them.
struct JSONReaderTests {
    private struct Sample: Codable, Equatable {
        struct Inner: Codable, Equatable {
            var n: Int8
            var f: Double
        }

        var text: String
        var flag: Bool
        var maybe: String?
        var inner: [Inner]
        var map: [String: [Int]]
        var any: JSON
    }

    private func ours<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
        try JSONReader.decode(type, from: Array(json.utf8))
    }

    /// Where both decoders find the error, and of what kind it is.
    private func place(_ body: () throws -> some Any) -> String {
        do {
            _ = try body()
            return "no error"
        } catch DecodingError.keyNotFound(let key, let context) {
            return "\((context.codingPath + [key]).spelled) is missing"
        } catch DecodingError.typeMismatch(_, let context) {
            return "\(context.codingPath.spelled) has another type"
        } catch DecodingError.valueNotFound(_, let context) {
            return "\(context.codingPath.spelled) is null"
        } catch {
            return "unreadable"
        }
    }

    @Test(arguments: [
        #"{"text": "a", "flag": true, "inner": [], "map": {}, "any": [1, "\u00e9", {"k": null}]}"#,
        #"{"text": "\"", "flag": false, "maybe": null, "inner": [{"n": -128, "f": 1}], "map": {"a": [1, 2]}, "any": null}"#,
        #"{"te\u0078t": "x", "flag": true, "maybe": "m", "inner": [{"n": 1.0, "f": 1e2}], "map": {"\n": []}, "any": 0.5}"#,
    ])
    func `Valid values are Foundation's`(json: String) throws {
        let value = try ours(Sample.self, json)
        #expect(try value == JSONDecoder().decode(Sample.self, from: Data(json.utf8)))
    }

    @Test(arguments: [
        "{}", "[]", "1", "\"a\"", "null", "", "{",
        #"{"text": 1}"#, #"{"text": null}"#, #"{"text": "a", "flag": 1}"#,
        #"{"text": "a", "flag": "true"}"#,
        #"{"text": "a", "flag": true, "inner": {}}"#,
        #"{"text": "a", "flag": true, "inner": [1]}"#,
        #"{"text": "a", "flag": true, "inner": [{"n": 1, "f": 1}, {"n": "1", "f": 1}]}"#,
        #"{"text": "a", "flag": true, "inner": [{"f": 1}]}"#,
        #"{"text": "a", "flag": true, "inner": [{"n": 128, "f": 1}]}"#,
        #"{"text": "a", "flag": true, "inner": [{"n": 1.5, "f": 1}]}"#,
        #"{"text": "a", "flag": true, "inner": [{"n": 1, "f": true}]}"#,
        #"{"text": "a", "flag": true, "inner": [null]}"#,
        #"{"text": "a", "flag": true, "inner": [], "map": {"a": [1, "2"]}}"#,
        #"{"text": "a", "flag": true, "inner": [], "map": {"a": 1}}"#,
        #"{"text": "a", "flag": true, "inner": [], "map": {}}"#,
        #"{"text": "a", "flag": true, "maybe": 7, "inner": [], "map": {}, "any": 1}"#,
    ])
    func `Errors are found where Foundation finds them`(json: String) {
        #expect(
            place { try ours(Sample.self, json) }
                == place { try JSONDecoder().decode(Sample.self, from: Data(json.utf8)) })
    }

    @Test func `Of two values with one key the last counts, in small and in large objects`() throws
    {
        #expect(try ours([String: Int].self, #"{"a": 1, "b": 2, "a": 3}"#) == ["a": 3, "b": 2])
        let many = (0..<100).map { #""k\#($0)": \#($0)"# }.joined(separator: ", ")
        let read = try ours([String: Int].self, "{\(many), \"k7\": -1}")
        #expect(read.count == 100)
        #expect(read["k7"] == -1)
        #expect(read["k99"] == 99)
        struct One: Decodable { var k50: Int }
        #expect(try ours(One.self, "{\(many)}").k50 == 50)
    }

    @Test func `Whole numbers are exact up to the ends of their types`() throws {
        #expect(try ours([Int64].self, "[\(Int64.max), \(Int64.min)]") == [.max, .min])
        #expect(try ours([UInt64].self, "[9223372036854775808]") == [1 << 63])
        #expect(try ours([Int].self, "[1e3, -0, 2.0]") == [1000, 0, 2])
        #expect(throws: DecodingError.self) { try ours([UInt8].self, "[256]") }
        #expect(throws: DecodingError.self) { try ours([UInt].self, "[-1]") }
        #expect(throws: DecodingError.self) { try ours([Int].self, "[9223372036854775808]") }
    }

    @Test func `Random values, and what a changed byte makes of them, are Foundation's`() throws {
        var random = SplitMix(18)
        for _ in 0..<1000 {
            let bytes = try RandomJSON.value(&random).bytes()
            let read = try JSONReader.decode(JSON.self, from: bytes)
            #expect(try read == JSONDecoder().decode(JSON.self, from: Data(bytes)))
        }
    }

    @Test func `A type may read its members in any order and from nested containers`() throws {
        struct Nested: Decodable {
            enum Key: CodingKey { case a, b, c }
            var texts: [String] = []

            init(from decoder: any Decoder) throws {
                let fields = try decoder.container(keyedBy: Key.self)
                texts.append(
                    try fields.nestedContainer(keyedBy: Key.self, forKey: .c)
                        .decode(String.self, forKey: .a))
                var list = try fields.nestedUnkeyedContainer(forKey: .b)
                #expect(list.count == 3)
                #expect(try list.decodeNil())
                texts.append(try list.decode(String.self))
                var inner = try list.nestedUnkeyedContainer()
                texts.append(try inner.decode(String.self))
                #expect(list.isAtEnd && inner.isAtEnd)
                #expect(throws: DecodingError.self) { try list.decode(String.self) }
                texts.append(
                    try fields.superDecoder(forKey: .a).singleValueContainer().decode(String.self))
                #expect(try !fields.contains(.a) || fields.decodeNil(forKey: .a) == false)
            }
        }
        let json = #"{"b": [null, "2", ["3"]], "a": "4", "c": {"a": "1"}}"#
        #expect(try ours(Nested.self, json).texts == ["1", "2", "3", "4"])
    }
}
