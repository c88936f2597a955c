// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
@testable import SCSCheck
import SCSStandards
import Testing

@testable import SCSCheckCommand

/// Folder, registry and `Standards/` agree on the checks.
struct RegistryTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path()

    @Test
    func `Each check in Sources/Checks, a file or a folder, is one registered module`() throws {
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
        let modules = try CheckProgram.current.registry().modules.map { "\(type(of: $0))" }
        for file in found {
            #expect(
                modules.contains(file),
                "Add \(file), which is a file in Sources/Checks, to Standards/Registry.swift.")
        }
        for module in modules {
            #expect(
                found.contains(module),
                "Name the file of the module \(module) for it: Sources/Checks/\(module).swift.")
        }
        #expect(checks.count == modules.count, "A folder in Sources/Checks has no module.")
    }

    @Test
    func `Each check has tests that are found by its name`() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Self.root + "/Tests/ChecksTests")
        for module in try CheckProgram.current.registry().modules {
            let file = "\(type(of: module))Tests.swift"
            #expect(files.contains(file), "Write tests in Tests/ChecksTests/\(file).")
        }
    }

    @Test
    func `Each file in Standards is built in and readable`() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Self.root + "/Standards/iaas"
        )
        .filter { $0.hasPrefix("scs-") }
        let registered = CheckCollection.iaas.checks.map(\.file)
        for file in files {
            #expect(
                registered.contains(file),
                "Add Standards/iaas/\(file) to Standards/Registry.swift, with its module.")
        }
        #expect(registered.count == files.count)
        #expect(try CheckProgram.current.registry().standards.count == files.count)
    }

    @Test
    func `Modules and descriptions have the same test cases and names`() throws {
        let registry = try CheckProgram.current.registry()
        for standard in registry.standards {
            let automated = standard.testcases.filter { !$0.isManual }.map(\.id)
            let module = registry.modules.first { $0.standard == standard.id }
            #expect(automated.sorted() == (module?.testcases.map(\.id) ?? []).sorted())
            for entry in standard.testcases where !entry.isManual {
                // A version beside an older one shares its number: scs-0104-v2 has scs-0104-x-upload.
                let number = standard.id.split(separator: "-").prefix(2).joined(separator: "-")
                #expect(
                    entry.id.hasPrefix(number + "-"),
                    "The id \(entry.id) must begin with that of its standard: \(number)-.")
            }
        }
        let described = Set(registry.standards.map(\.id))
        for module in registry.modules { #expect(described.contains(module.standard)) }
    }

    @Test
    func `Every test case of the scope is described, and counts for what its description says`()
        throws
    {
        let scope = try #require(try CheckProgram.current.registry().scope("iaas"))
        let described = Dictionary(
            uniqueKeysWithValues: try CheckProgram.current.registry().standards.flatMap(\.testcases)
                .map { ($0.id, $0) }
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

    @Test
    func `Every test case declares its steps, and what they create`() throws {
        for testcase in try CheckProgram.current.registry().modules.flatMap({ $0.testcases }) {
            #expect(testcase.steps.contains { $0.role == .require }, "\(testcase.id)")
            #expect(testcase.need.amounts["volumes", default: 0] <= 10, "\(testcase.id)")
            #expect(testcase.need.amounts["backups", default: 0] <= 10, "\(testcase.id)")
        }
    }
}

/// Checks that contradict each other cannot be in one program.
struct RegistryErrorTests {
    private struct Module: CheckModule {
        var standard = "scs-9998"
        var ids = ["scs-9998-a"]
        var testcases: [Testcase] { ids.map { Testcase($0, depth: .api, Scenario()) } }
    }

    private static func yaml(
        _ id: String, aliases: String = "", testcases: String = "scs-9998-a", _ rest: String = ""
    ) -> [UInt8] {
        Array(
            """
            standard: \(id)
            version: \(id)-v1
            name: Test
            aliases: [\(aliases)]
            url: https://s.example
            summary: Test.
            testcases: [{id: \(testcases), title: A, target: main}]
            \(rest)
            """.utf8)
    }

    private static func error(_ checks: CheckCollection.Check...) -> String? {
        do {
            _ = try CheckRegistry([.iaas, CheckCollection(checks)])
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `Another package's checks join those of SCS`() throws {
        let own = CheckCollection([.init("own.yaml", Self.yaml("scs-9998"), Module())])
        let registry = try CheckRegistry([.iaas, own])
        #expect(registry.standards.last?.id == "scs-9998")
        #expect(registry.module(for: "scs-9998") is Module)
        #expect(registry.standards.count == CheckCollection.iaas.checks.count + 1)
    }

    @Test func `Duplicate names and test cases are refused`() {
        #expect(
            Self.error(.init("own.yaml", Self.yaml("scs-9998", aliases: "volume-backup"), Module()))
                == "The name 'volume-backup' selects two standards, scs-0117 and scs-9998.")
        #expect(
            Self.error(
                .init(
                    "own.yaml", Self.yaml("scs-9998", testcases: "scs-0117-test-backup"), Module())
            )
                == "The test case scs-0117-test-backup of scs-9998 is already one of another standard."
        )
    }

    @Test func `A module that differs from its description is refused`() {
        #expect(
            Self.error(.init("own.yaml", Self.yaml("scs-9997"), Module()))
                == "The module for scs-9998 was registered with the description of scs-9997.")
        #expect(
            Self.error(.init("own.yaml", Self.yaml("scs-9998"), Module(ids: ["scs-9998-b"])))
                == "The module of scs-9998 tests scs-9998-b, which the standard's description does not "
                + "list as a test case that is not manual.")
        #expect(
            Self.error(
                .init("own.yaml", Self.yaml("scs-9998"), Module(ids: ["scs-9998-a", "scs-9998-a"])))
                == "The module of scs-9998 has two test cases scs-9998-a.")
    }

    @Test func `A policy that no module reads is refused with its place`() {
        #expect(
            Self.error(
                .init("own.yaml", Self.yaml("scs-9998", "policy: {gigabytes: 3}"), Module()))
                == "own.yaml:8:10: \"gigabytes\" is unknown here")
    }
}
