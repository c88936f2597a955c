// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import TestSupport
import Testing

@testable import SCSSupport

/// Errors of the system reach people in words.
@Suite struct FormattedErrorTests {
    @Test(
        "What cannot be read or made says why, and no type's name",
        arguments: ["/nonexistent/file", "/dev/null/file", "/proc", ""])
    func system(_ path: String) {
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

    @Test("JSON of another shape says where")
    func json() {
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

    @Test("Our own errors are one line that a terminal does not obey")
    func own() {
        struct Odd: Error, CustomStringConvertible { var description = "a\u{1B}[31m\nb" }
        #expect(Odd().formatted == "a [31m b")
    }
}
