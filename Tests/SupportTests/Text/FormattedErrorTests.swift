// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSSupport

/// System errors are translated to words.
struct FormattedErrorTests {
    @Test(arguments: ["/nonexistent/file", "/dev/null/file", "/proc", ""])
    func `System errors state their cause without type names`(_ path: String) {
        let operations: [() throws -> Void] = [
            { _ = try Data(contentsOf: URL(filePath: path)) },
            {
                try FileManager.default.createDirectory(
                    atPath: path + "/x", withIntermediateDirectories: true)
            }, { _ = try FileManager.default.contentsOfDirectory(atPath: path + "/x") },
        ]
        for operation in operations {
            do {
                try operation()
            } catch {
                #expect(!error.formatted.contains("Error"), "\(error.formatted)")
                #expect(
                    !error.formatted.isEmpty && !error.formatted.contains("("), "\(error.formatted)"
                )
            }
        }
    }

    @Test func `A JSON error states its place`() {
        struct Shape: Decodable { var a: [Int] }
        for (text, words) in [
            (#"{"a": [1, "x"]}"#, "a[1] has another type than expected"),
            (#"{}"#, "a is missing"), ("{", "it is not JSON of that shape"),
        ] {
            do {
                _ = try JSONDecoder().decode(Shape.self, from: Data(text.utf8))
            } catch {
                #expect(error.formatted == words)
            }
        }
    }

    @Test func `Our own errors are one line without control characters`() {
        struct Odd: Error, CustomStringConvertible { var description = "a\u{1B}[31m\nb" }
        #expect(Odd().formatted == "a [31m b")
    }
}
