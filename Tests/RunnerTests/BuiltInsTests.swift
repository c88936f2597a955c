// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import FoundationEssentials
import SCSStandards
import Testing

@testable import SCSCheckCommand

/// Folder, registry and `Standards/` agree on the checks.
struct BuiltInsTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path()

    @Test func `Each check in Sources/Checks is one registered module`() throws {
        let folder = Self.root + "/Sources/Checks/"
        let checks = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix("SCS") }
        let found = try checks.flatMap { check in
            if check.hasSuffix(".swift") { return [String(check.dropLast(".swift".count))] }
            // In a standard's folder the module has its number; helpers are beside it.
            return try FileManager.default.contentsOfDirectory(atPath: folder + check)
                .filter { $0.hasPrefix(check) && $0.hasSuffix(".swift") }
                .map { String($0.dropLast(".swift".count)) }
        }
        let modules = try BuiltIns().modules
        #expect(found.sorted() == modules.map { "\(type(of: $0))" }.sorted())
        // A folder without a module belongs to no check.
        #expect(checks.count == modules.count)
    }

    @Test func `Each check has tests named after it`() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Self.root + "/Tests/ChecksTests")
        for module in try BuiltIns().modules {
            #expect(files.contains("\(type(of: module))Tests.swift"))
        }
    }

    @Test func `Each file in Standards is built in and readable`() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Self.root + "/Standards/iaas"
        )
        .filter { $0.hasPrefix("scs-") }
        #expect(files.sorted() == Standards.files.keys.sorted())
        #expect(try BuiltIns().standards.count == files.count)
    }

    @Test func `Modules and descriptions have the same test cases and names`() throws {
        let builtIns = try BuiltIns()
        for standard in builtIns.standards {
            let automated = standard.testcases.filter { !$0.isManual }.map(\.id)
            let module = builtIns.modules.first { $0.standard == standard.id }
            #expect(automated.sorted() == (module?.testcases.map(\.id) ?? []).sorted())
            if let module { #expect(standard.aliases == module.aliases) }
            for entry in standard.testcases where !entry.isManual {
                #expect(entry.id.hasPrefix(standard.id))
            }
        }
        let described = Set(builtIns.standards.map(\.id))
        for module in builtIns.modules { #expect(described.contains(module.standard)) }
    }

    @Test func `Every test case of the scope is described and counts as described`() throws {
        let scope = try BuiltIns.scope()
        let described = Dictionary(
            uniqueKeysWithValues: try BuiltIns().standards.flatMap(\.testcases).map { ($0.id, $0) }
        )
        for (id, entry) in scope.entries {
            let own = try #require(described[id], "\(id)")
            #expect(own.isManual == (scope.scripts[entry.script].executable == nil), "\(id)")
        }
        let newest = try #require(scope.versions.first { $0.name == "next" })
        for (target, ids) in newest.targets {
            for id in ids { #expect(described[id]?.target == target, "\(id)") }
        }
    }

    @Test func `Every test case declares its steps and what they create`() throws {
        for testcase in try BuiltIns().modules.flatMap({ $0.testcases }) {
            #expect(testcase.steps.contains { $0.role == .require }, "\(testcase.id)")
            #expect(testcase.need.amounts["volumes", default: 0] <= 10, "\(testcase.id)")
            #expect(testcase.need.amounts["backups", default: 0] <= 10, "\(testcase.id)")
        }
    }
}
