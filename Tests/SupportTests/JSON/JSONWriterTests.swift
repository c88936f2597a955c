// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import SCSSupport

/// JSON in the layout of reports: Foundation's, apart from characters that nobody sees.
struct JSONWriterTests {
    private struct Everything: Codable, Equatable {
        struct Inner: Codable, Equatable {
            var empty: [Int] = []
            var none: [String: String] = [:]
            var flags = [true, false]
        }

        var text = "a \"b\" \\ / \n\r\t\u{8}\u{C} ü 💩"
        var whole = -7
        var large = UInt64.max
        var small = Int8.min
        var fraction = 0.1 + 0.2
        var round = 3.0
        var tiny = 1e-9
        var huge = 1e300
        var single: Float = 0.5
        var absent: String?
        var inner = Inner()
        var many = ["z": Inner(), "a": Inner(), "Z": Inner(), "a-b": Inner(), "a_b": Inner()]
        var list: [Inner?] = [Inner(), nil]
        var nested = [[1, 2], [], [3]]
    }

    private func foundation(
        _ value: some Encodable, _ layout: JSONEncoder.OutputFormatting = .prettyPrinted
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, layout]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func ours(_ value: some Encodable) throws -> String {
        String(decoding: try JSONWriter.text(value), as: UTF8.self)
    }

    private func line(_ value: some Encodable) throws -> String {
        String(decoding: try JSONWriter.line(value), as: UTF8.self)
    }

    @Test func `Every kind of value has Foundation's layout`() throws {
        let value = Everything()
        #expect(try ours(value) == foundation(value))
        #expect(try line(value) == foundation(value, []))
        #expect(try JSONReader.decode(Everything.self, from: JSONWriter.text(value)) == value)
    }

    @Test(arguments: [
        "", "plain", "\u{1}", "\u{7F}", "\u{9B}31m", "\u{2028}", "\u{202E}", "\u{E0041}",
        "\u{FEFF}",
        "é", "e\u{301}", "👩‍👩‍👧", "\u{0}",
    ])
    func `Strings keep their characters, and the invisible ones are escaped`(text: String) throws {
        let json = try ours([text])
        #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [text])
        #expect(
            json.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control: scalar == "\n"
                case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
                default: true
                }
            })
    }

    @Test func `Random values have Foundation's layout`() throws {
        var random = SplitMix(17)
        for _ in 0..<1000 {
            let value = RandomJSON.value(&random)
            let text = try ours(value).replacing("\\u007f", with: "\u{7F}")
            #expect(try text == foundation(value))
            let line = try line([value]).replacing("\\u007f", with: "\u{7F}")
            #expect(try line == foundation([value], []))
        }
    }

    @Test func `A number that is infinite is refused`() {
        #expect(throws: EncodingError.self) { try JSONWriter.text([Double.infinity]) }
        #expect(throws: EncodingError.self) { try JSONWriter.text(["a": -Float.infinity]) }
        #expect(throws: EncodingError.self) { try JSONWriter.text(Double.nan) }
    }

    @Test func `Containers that a type asks for one after another, and twice, are one`() throws {
        struct Twice: Encodable {
            enum Key: CodingKey { case first, second, list, above }
            func encode(to encoder: any Encoder) throws {
                var one = encoder.container(keyedBy: Key.self)
                try one.encode(1, forKey: .first)
                var other = encoder.container(keyedBy: Key.self)
                try other.encodeNil(forKey: .second)
                var list = other.nestedUnkeyedContainer(forKey: .list)
                try list.encode("x")
                var inner = list.nestedContainer(keyedBy: Key.self)
                try inner.encode(2.5, forKey: .first)
                var deep = list.nestedUnkeyedContainer()
                try deep.encodeNil()
                try [7].encode(to: list.superEncoder())
                try ["y"].encode(to: one.superEncoder(forKey: .above))
            }
        }
        #expect(try ours(Twice()) == foundation(Twice()))
    }
}
