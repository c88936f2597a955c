// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Tests share one style: a sentence as a raw identifier, in a suite that is a struct.
struct TestNameTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The lines of tests whose name is no capitalised raw identifier, or that have a display name.
    private static func misnamed(_ text: String) -> [Int] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " } }
        return lines.indices.filter { index in
            let attribute = lines[index]
            if attribute.hasPrefix("@Suite") { return attribute.contains("(\"") }
            guard attribute.hasPrefix("@Test") else { return false }
            // A display name follows the parenthesis, on the same line or the next.
            let opening = attribute.hasSuffix("(") && index + 1 < lines.count
            let first = opening ? lines[index + 1] : attribute.dropFirst("@Test(".count)
            guard first.first != "\"",
                let function = lines[index...].first(where: {
                    $0.hasPrefix("func ") || ($0.hasPrefix("@") && $0.contains(" func "))
                }),
                let name = function.range(of: "func `")
            else { return true }
            return function[name.upperBound...].first?.isUppercase != true
        }.map { $0 + 1 }
    }

    @Test(arguments: [
        "@Test func a() {}", "@Test(\"A\") func a() {}",
        "@Test(\n    \"A\", arguments: [1])\nfunc a",
        "@Test func `a b`() {}", "@Suite(\"A\") struct A {}", "@Test(\"A\") func `A b`() {}",
    ])
    func `Another style is found`(text: String) {
        #expect(Self.misnamed(text) == [1])
    }

    @Test(arguments: [
        "@Test func `A b`() {}", "@Test(arguments: [\"a\"])\nfunc `A b`(a: String) {}",
        "@Suite(.serialized) struct A {}",
    ])
    func `The one style is accepted`(text: String) {
        #expect(Self.misnamed(text) == [])
    }

    @Test func `Each test has a sentence as its name`() throws {
        let files = try #require(
            FileManager.default.enumerator(at: Self.tests, includingPropertiesForKeys: nil))
        var count = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            count += 1
            let lines = Self.misnamed(try String(contentsOf: file, encoding: .utf8))
            #expect(lines.isEmpty, "\(file.path): lines \(lines)")
        }
        #expect(count > 150)
    }
}
