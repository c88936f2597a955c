// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import Testing

@testable import SCSCheckCommand

/// The output of `new-check` is compiled and run here, and shown in CONTRIBUTING.md.
struct WorkedExampleTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private static func names() throws -> CheckNames {
        try CheckNames(id: "scs-9999", name: "snapshots")
    }

    /// What is written in this repository: the module and its tests.
    private static func written() throws -> (module: String, tests: String) {
        let check = try NewCheck.inRepository(names(), registry: text(NewCheck.registryPath))
        func contents(_ path: String) throws -> String {
            try #require(check.files.first { $0.path == path }?.contents)
        }
        return (
            try contents("Sources/Checks/SCS9999Snapshots.swift"),
            try contents("Tests/ChecksTests/SCS9999SnapshotsTests.swift")
        )
    }

    @Test func `The generated module is compiled, and the generated tests use it from elsewhere`()
        throws
    {
        let written = try Self.written()
        #expect(written.module == (try Self.text("Tests/TestSupport/SCS9999Snapshots.swift")))
        // There the module is in another target than here.
        let tests = written.tests.replacing(
            "import Testing\n", with: "import Testing\nimport TestSupport\n")
        #expect(tests == (try Self.text("Tests/ChecksTests/SCS9999SnapshotsTests.swift")))
    }

    @Test func `CONTRIBUTING.md shows the generated module`() throws {
        let page = try Self.text("CONTRIBUTING.md")
        let code = try Self.written().module.split(
            separator: "\n", omittingEmptySubsequences: false
        ).dropFirst()
            .joined(separator: "\n")
        #expect(page.contains("```swift\n\(code)```"))
        let yaml = try Self.names().fill(CheckTemplates.description)
        let content = yaml.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(page.contains("```yaml\n\(content.joined(separator: "\n"))\n```"))
    }

    @Test func `The generated description lists the module's test cases`() throws {
        let standard = try StandardFile.read(
            Array(try Self.names().fill(CheckTemplates.description).utf8), file: "d.yaml")
        #expect(standard.testcases.map(\.id) == ["scs-9999-snapshot", "scs-9999-names"])
        #expect(standard.names == ["scs-9999", "scs-9999-v1", "snapshots"])
    }

    @Test func `The registry gets one line, in order`() throws {
        let registry = try Self.text(NewCheck.registryPath)
        let names = try CheckNames(id: "scs-0118", name: "volume-snapshots")
        let changed = try #require(try NewCheck.inRepository(names, registry: registry).registry)
        let old = registry.split(separator: "\n", omittingEmptySubsequences: false)
        let new = changed.split(separator: "\n", omittingEmptySubsequences: false)
        let added = new.difference(from: old).insertions
        #expect(new.count == old.count + 1 && added.count == 1)
        let line = try #require(new.firstIndex { $0.contains("SCS0118VolumeSnapshots()") })
        #expect(new[line - 1].contains("scs-0117") && new[line + 1].contains("scs-0121"))
    }

    @Test func `The Python program that is written is the one in Examples/plugins`() throws {
        let names = try CheckNames(id: "scs-9101", name: "small-volumes")
        let check = NewCheck.python(names)
        #expect(check.executable == "scs-9101-small-volumes.py")
        for file in check.files {
            #expect(file.contents == (try Self.text("Examples/plugins/\(file.path)")))
        }
    }

    @Test func `Every source file of a generated package has the check's names`() throws {
        let check = NewCheck.package(try Self.names(), dependency: "/src/scs-check")
        for file in check.files {
            #expect(!file.contents.contains("__"), "\(file.path)")
            #expect(!file.path.contains("__"))
        }
        let manifest = try #require(check.files.first?.contents)
        #expect(manifest.contains(#".package(name: "scs-check", path: "/src/scs-check")"#))
    }

    @Test func `A later version of a standard is described beside the older one`() throws {
        let names = try CheckNames(id: "scs-9999-v2", name: "more-snapshots")
        #expect(names.type == "SCS9999V2MoreSnapshots")
        let standard = try StandardFile.read(
            Array(names.fill(CheckTemplates.description).utf8), file: "d.yaml")
        #expect(standard.names == ["scs-9999-v2", "scs-9999-v2", "more-snapshots"])
        #expect(standard.url.hasSuffix("/scs-9999-v2-more-snapshots"))
    }

    @Test(arguments: ["SCS-1", "scs9999", "scs-", "scs-9999-v", "scs-9999-2", "../x-1", "1-1"])
    func `An invalid id is refused`(id: String) {
        #expect(throws: (any Error).self) { try CheckNames(id: id, name: "a") }
    }

    @Test(arguments: ["Snapshots", "a_b", "-a", "a--b", "a/b", ""])
    func `An invalid name is refused`(name: String) {
        #expect(throws: (any Error).self) { try CheckNames(id: "scs-9999", name: name) }
    }
}
