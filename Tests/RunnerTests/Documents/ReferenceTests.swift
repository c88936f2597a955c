// SPDX-License-Identifier: Apache-2.0
import Foundation
@testable import SCSCheck
import Testing

@testable import SCSCheckCommand

/// docs/REFERENCE.md says what the code says.
struct ReferenceTests {
    private static let page = URL(filePath: RegistryTests.root).appending(path: "docs/REFERENCE.md")

    @Test func `The reference page is what the sources say`() throws {
        let text = ReferencePage.text(try CheckProgram.current.registry())
        if ProcessInfo.processInfo.environment["UPDATE_REFERENCE"] != nil {
            try text.write(to: Self.page, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: Self.page, encoding: .utf8)
        #expect(
            written == text,
            "Run UPDATE_REFERENCE=1 swift test --filter ReferenceTests to write it.")
    }

    @Test func `The operators' guide has a section for each reason code, and for no other`() throws
    {
        let guide = try String(
            contentsOf: URL(filePath: RegistryTests.root).appending(path: "docs/OPERATORS.md"),
            encoding: .utf8)
        let sections = guide.split(separator: "\n").filter { $0.hasPrefix("### `") }
            .flatMap { $0.matches(of: /`([a-z-]+)`/).map { String($0.1) } }
        #expect(sections.sorted() == Reason.allCases.map(\.rawValue).sorted())
    }

    @Test(arguments: ["README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"])
    func `The pages agree on the version`(page: String) throws {
        let text = try String(
            contentsOf: URL(filePath: RegistryTests.root).appending(path: page), encoding: .utf8)
        let named = text.matches(of: /scs-check_([0-9.]+)-1_/).map { String($0.1) }
        #expect(named.allSatisfy { $0 == Version.current })
        if page == "CHANGELOG.md" { #expect(text.contains("## \(Version.current)")) }
        if page == "README.md" { #expect(!named.isEmpty) }
    }

    @Test func `The program tells the versions of its libraries`() {
        #expect(
            BuildDetails.line.wholeMatch(
                of:
                    /commit ([0-9a-f]{12}|unknown)(, (libcurl|OpenSSL|libyaml|SQLite|zlib) [0-9][0-9a-z.-]+){5}/
            )
                != nil, "\(BuildDetails.line)")
    }
}
