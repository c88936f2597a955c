// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// The files of a new check, and the next steps.
struct NewCheck {
    /// The files by their paths in the folder.
    var files: [(path: String, contents: String)]
    /// The path of the one that is a program.
    var executable: String?
    /// The registry with one more line; nil if there is none to change.
    var registry: String?
    /// The next steps, one sentence each.
    var next: [String]

    static let registryPath = "Standards/Registry.swift"

    /// In the repository of scs-check, with its `registry`.
    static func inRepository(_ names: CheckNames, registry: String) throws -> NewCheck {
        NewCheck(
            files: [
                (
                    "Sources/Checks/\(names.type).swift",
                    names.fill(CheckTemplates.module, access: "package ")
                ),
                ("Standards/iaas/\(names.id).yaml", names.fill(CheckTemplates.description)),
                (
                    "Tests/ChecksTests/\(names.type)Tests.swift",
                    tests(
                        names,
                        imports: ["SCSCheck", "SCSCheckModules", "SCSCheckTesting", "Testing"],
                        module: "    let module = \(names.type)()\n")
                ),
            ], registry: try register(names, in: registry),
            next: [
                "See it pass: swift test --filter \(names.type)",
                "Describe the standard in Standards/iaas/\(names.id).yaml, then write its test cases "
                    + "in Sources/Checks/\(names.type).swift.",
                "Try it: make build && .build/debug/scs-check run \(names.id) --cloud simulated",
                "When a version of the scope requires its test cases, add them to "
                    + "Standards/iaas/scope.yaml; a test then asks for a defect of each.",
            ])
    }

    /// In its own package, which depends on scs-check at a path or URL.
    static func package(_ names: CheckNames, dependency: String) -> NewCheck {
        let isPath = !dependency.contains("://")
        let package = names.fill(CheckTemplates.package).replacing(
            "__DEPENDENCY__",
            with: isPath
                ? #".package(name: "scs-check", path: "\#(dependency)")"#
                : #".package(url: "\#(dependency)", branch: "main")"#)
        let folder = "Sources/\(names.camelCase)Checks/"
        let testFolder = "Tests/\(names.camelCase)ChecksTests/"
        let module = """
                let module: any CheckModule<Cloud>

                init() throws {
                    module = try #require(try CheckCollection.\(names.variable).modules().first)
                }

            """
        return NewCheck(
            files: [
                ("Package.swift", package),
                (folder + names.type + ".swift", names.fill(CheckTemplates.module)),
                (folder + "Checks.swift", names.fill(CheckTemplates.collection)),
                (folder + names.id + ".yaml", names.fill(CheckTemplates.description)),
                ("Sources/\(names.name)-check/main.swift", names.fill(CheckTemplates.program)),
                (
                    testFolder + names.type + "Tests.swift",
                    tests(
                        names,
                        imports: [
                            "SCSCheck", "SCSCheckTesting", "\(names.camelCase)Checks", "Testing",
                        ],
                        module: module)
                ),
            ], registry: nil,
            next: [
                "See it pass: swift test",
                "Describe the standard in \(folder)\(names.id).yaml, then write its test cases in "
                    + "\(folder)\(names.type).swift.",
                "Try it: swift run \(names.name)-check run \(names.id) --cloud simulated",
            ])
    }

    /// A plug-in program in Python.
    static func python(_ names: CheckNames) -> NewCheck {
        let file = "\(names.id)-\(names.name).py"
        let program = CheckProgram.current.name
        return NewCheck(
            files: [(file, names.fill(CheckTemplates.python))], executable: file, registry: nil,
            next: [
                "See it pass: \(program) check-plugin ./\(file)",
                "Write the test cases: docs/plugins.md of scs-check explains the protocol.",
                "Try it in a folder that only you can change: \(program) run \(names.id) --checks . "
                    + "--cloud simulated --allow-cloud-access \(file)",
            ])
    }

    private static func tests(_ names: CheckNames, imports: [String], module: String) -> String {
        names.fill(
            CheckTemplates.tests
                .replacing(
                    "__IMPORTS__\n", with: imports.map { "import \($0)\n" }.joined() + "\n"
                )
                .replacing("__MODULE__\n", with: module + "\n"))
    }

    /// The registry with the check's line inserted in order.
    private static func register(_ names: CheckNames, in registry: String) throws -> String {
        let resource = names.id.replacing("-", with: "_") + "_yaml"
        let line =
            "            Check(\"\(names.id).yaml\", PackageResources.\(resource), \(names.type)()),"
        var lines = registry.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        let isEntry: (String) -> Bool = { $0.hasPrefix("            Check(\"") }
        guard let last = lines.lastIndex(where: isEntry) else {
            throw ValidationError(
                "\(registryPath) has no line that registers a check; is this scs-check's repository?"
            )
        }
        let behind = lines.firstIndex { isEntry($0) && $0 > line }
        lines.insert(line, at: behind ?? last + 1)
        return lines.joined(separator: "\n")
    }
}
