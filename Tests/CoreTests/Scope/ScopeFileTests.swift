// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSupport
import SCSYAML
import Testing

@testable import SCSCheck

/// What a scope file may contain, and the place of each error.
struct ScopeFileTests {
    static let good = """
        uuid: 50393e6f-2ae1-4c5c-a62c-3b75f2abef3f
        name: A scope
        url: https://example.org/scope.yaml
        variables:
          - os_cloud
          - mode: fast
        scripts:
          - executable: ./check.py
            args: -c {os_cloud} {{literal}} {testcases}
            env: { MODE: "{mode}" }
            testcases:
              - id: a-1
                lifetime: month
              - id: a-2
          - testcases:
              - id: by-hand
                description: Somebody looks.
        modules:
          - id: one
            targets:
              main: [a-1]
              preview: [by-hand]
          - id: two
            parameters: { spec: an address }
            targets:
              main: [a-2]
              recommended: [a-1]
        versions:
          - version: v2
            stabilized_at: 2025-01-01
            include: [one, { ref: two, parameters: { spec: x } }]
          - version: v1
            include: [one]
        timeline:
          - date: 2026-01-01
            versions: { v2: effective, v1: warn }
          - date: 2025-01-01
            versions: { v1: effective }
        """

    static func read(_ text: String, _ strictness: ScopeFile.Strictness = .strict) throws -> Scope {
        try ScopeFile.read(Array(text.utf8), file: "scope.yaml", strictness: strictness).scope
    }

    @Test func `A version's targets are those of all its modules`() throws {
        let scope = try Self.read(Self.good)
        let version = try #require(scope.versions.first)
        #expect(version.targets.map(\.target) == [.main, .recommended, .preview])
        #expect(version.targets.map(\.testcases) == [["a-1", "a-2"], ["a-1"], ["by-hand"]])
        #expect(scope.entries["a-1"]?.lifetime == .month)
        #expect(scope.entries["a-2"]?.lifetime == .week)
        #expect(scope.sha256 == Array(Self.good.utf8).sha256)
    }

    @Test func `The latest timeline entry that is not in the future decides`() throws {
        let scope = try Self.read(Self.good)
        func valid(_ day: String) throws -> [String] {
            scope.versions(on: try #require(CalendarDate(day)))
                .map { "\($0.version.name) \($0.validity.rawValue)" }
        }
        #expect(try valid("2024-12-31").isEmpty)
        #expect(try valid("2025-01-01") == ["v1 effective"])
        #expect(try valid("2025-12-31") == ["v1 effective"])
        #expect(try valid("2030-01-01") == ["v2 effective", "v1 warn"])
        let day = try #require(CalendarDate("2025-06-01"))
        #expect(throws: (any Error).self) { try AssessedScope(scope, day: day, version: "v3") }
        #expect(
            try AssessedScope(scope, day: day, version: "v2").versions.map(\.validity)
                == [.deprecated])
    }

    @Test func `Templates fill in variables and keep literal braces`() throws {
        let script = try #require(try Self.read(Self.good).scripts.first)
        #expect(script.arguments.variables == ["os_cloud", "testcases"])
        #expect(
            script.arguments.filled(with: ["os_cloud": "x", "testcases": "a b"])
                == "-c x {literal} a b")
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var old: String
        var new: String
        var place: String
        var word: String
        var testDescription: String { new }
    }

    @Test(arguments: [
        Mistake(old: "variables:", new: "variabels:", place: "4:1", word: "variables"),
        Mistake(old: "lifetime: month", new: "lifetime: decade", place: "13:19", word: "week"),
        Mistake(old: "- id: a-2\n", new: "- id: a-1\n", place: "14:13", word: "twice"),
        Mistake(old: "main: [a-1]", new: "main: [a-l]", place: "21:14", word: "did you mean"),
        Mistake(old: "main: [a-1]", new: "mian: [a-1]", place: "21:7", word: "main"),
        Mistake(old: "- id: two", new: "- id: one", place: "23:9", word: "twice"),
        Mistake(old: "include: [one]", new: "include: [won]", place: "33:15", word: "module"),
        Mistake(old: "ref: two", new: "ref: too", place: "31:27", word: "two"),
        Mistake(old: "v1: warn", new: "v3: warn", place: "36:32", word: "v2"),
        Mistake(old: "v1: warn", new: "v1: wrong", place: "36:36", word: "effective"),
        Mistake(old: "date: 2026-01-01", new: "date: 2026-02-30", place: "35:11", word: "day"),
        Mistake(old: "{mode}", new: "{mode", place: "10:18", word: "brace"),
        Mistake(old: "name: A scope\n", new: "", place: "1:1", word: "name is missing"),
    ])
    func `Each mistake is reported with its place and the known names`(_ mistake: Mistake) throws {
        let first = try #require(Self.good.firstRange(of: mistake.old))
        let text = Self.good.replacingCharacters(in: first, with: mistake.new)
        let error = #expect(throws: YAMLError.self) { try Self.read(text) }
        let told = error?.description ?? ""
        #expect(told.hasPrefix("scope.yaml:\(mistake.place): "), "\(told)")
        #expect(told.contains(mistake.word), "\(told)")
    }

    @Test func `Unknown keys are ignored only on request`() throws {
        let text = Self.good + "\nextra: 1\n"
        #expect(throws: YAMLError.self) { try Self.read(text) }
        let read = try ScopeFile.read(Array(text.utf8), file: "f", strictness: .lenient)
        #expect(read.warnings.count == 1)
        #expect(read.warnings.first?.contains("extra") == true)
    }

    @Test(arguments: 0..<200)
    func `Damaged files are refused and never crash`(_ seed: UInt64) {
        var random = SystemRandomNumberGenerator()
        var bytes = Array(Self.good.utf8)
        for _ in 0...Int(seed % 5) {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            bytes[index] = UInt8.random(in: 0...255, using: &random)
        }
        // A reader that traps would end the whole suite.
        do { _ = try ScopeFile.read(bytes, file: "f") } catch {
            #expect(error.position.file == "f")
        }
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
