// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The framework's public interface is documented.
struct DocumentationTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources")

    /// The lines of public declarations without a doc comment.
    private static func undocumented(_ text: String) -> [Int] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " } }
        return lines.indices.filter { index in
            let words = lines[index].split(separator: " ")
            let isPublic = words.first { !$0.hasPrefix("@") && $0 != "final" && $0 != "static" }
            guard isPublic == "public", !words.contains("import"), !words.contains("extension")
            else { return false }
            let above = lines[..<index].last { !$0.hasPrefix("@") }
            return above?.hasPrefix("///") != true
        }.map { $0 + 1 }
    }

    @Test func `A public declaration without a doc comment is found`() {
        #expect(Self.undocumented("/// A.\npublic struct A {}\n\npublic let b = 1") == [4])
        #expect(
            Self.undocumented("/// A.\n@frozen\npublic enum A {}\npublic import SCSCheck") == [])
        #expect(Self.undocumented("struct A {\n    @inlinable public func b() {}\n}") == [2])
    }

    @Test func `No source imports the whole of Foundation, whose ICU triples the program`() throws {
        let files = try #require(
            FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "swift" {
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            #expect(!lines.contains { $0.hasSuffix("import Foundation") }, "\(file.path)")
        }
    }

    @Test func `Each public declaration has a doc comment`() throws {
        let files = try #require(
            FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
        var count = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            count += 1
            let lines = Self.undocumented(try String(contentsOf: file, encoding: .utf8))
            #expect(lines.isEmpty, "\(file.path): lines \(lines)")
        }
        #expect(count > 200)
    }
}
