// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSCheckTesting
import SCSFleet
import SCSSimulatedCloud
import Testing
import TestSupport

@testable import SCSCheckCommand

/// A further credential is a value beside the check that needs it, through all commands of a program.
struct OwnPersonaTests {
    private static let auditor = Persona(
        "auditor", "a reader of the project", to: "show that readers see everything",
        roles: ["reader"], in: .sameProject)
    private static let tenant = Persona(
        "tenant", "a member of a third project", to: "create a volume there", roles: ["member"],
        in: .otherProject)

    private struct Readers: CheckModule {
        let standard = "scs-9401"
        var auditor = OwnPersonaTests.auditor
        var personas: [Persona] { [tenant] }
        var prerequisites: [Prerequisite] { [.customer, .credential(auditor), .quota] }
        var testcases: [Testcase] {
            [
                Testcase(
                    "scs-9401-readers", depth: .api,
                    Scenario()
                        .step("create two volumes", creates: .volume(gib: 1)) { context, _ in
                            _ = try await context.acting(as: tenant).make(.volume("theirs", gib: 1))
                            return try await context.make(.volume("ours", gib: 1))
                        }
                        .require("a reader sees that of the project alone") { context, volume in
                            let seen = try await context.acting(as: auditor).cloud.blockStorage
                                .volumes().map(\.id)
                            guard seen == [volume.id] else {
                                throw Finding(
                                    .requirementNotMet,
                                    "A reader sees \(seen.count) volumes, not 1.")
                            }
                        })
            ]
        }
    }

    private static let description = """
        {standard: scs-9401, version: scs-9401-v1, name: Readers, url: 'https://example.org', summary: Readers.,
         testcases: [{id: scs-9401-readers, target: main, title: Readers see the volumes}]}
        """

    private static func program(_ module: Readers = Readers()) -> CheckProgram {
        CheckProgram(
            name: "reader-check", version: "1.0.0",
            collections: [
                .iaas, CheckCollection([.init("r.yaml", Array(description.utf8), module)]),
            ])
    }

    private func status(_ arguments: String...) async -> Int32 {
        await CheckProgram.$current.withValue(Self.program()) {
            do {
                let command = try Program.command(arguments)
                guard var command = command as? any AsyncParsableCommand else { return 64 }
                try await command.run()
                return 0
            } catch {
                return Program.exitCode(for: error).rawValue
            }
        }
    }

    @Test func `It acts on the simulated cloud, and what it created is removed`() async throws {
        let run = try await Readers().run()
        #expect(run.verdicts == ["scs-9401-readers": .pass], "\(run.results)")
        #expect(run.leftBehind == [])
    }

    @Test func `Without its credential nothing is created, and the advice names it`() async throws {
        let run = try await InterfaceTerm.$given.withValue(InterfaceTerm.onCommandLine) {
            try await Readers().run(without: [Self.auditor])
        }
        let result = try #require(run.results["scs-9401-readers"])
        #expect(result.verdict == .abort && result.reason == .notApplicable)
        #expect(result.message == "The run has no credential for a reader of the project.")
        #expect(result.advice == "Name its entry of clouds.yaml (--credential auditor=CLOUD).")
        #expect(run.leftBehind == [])
    }

    @Test func `A credential without its role is an ABORT before anything is created`() async throws
    {
        let wrong = try SimulatedRun(with: [Self.auditor: .other, Self.tenant: .other])
        let outcomes = await wrong.carryOut(try Plan(of: Readers()))
        #expect(outcomes.map(\.reason) == [.notApplicable])
        #expect(
            outcomes.first?.message
                == "The credential of a reader of the project is not scoped to the project of the run."
        )
    }

    @Test func `A cleanup from the journals removes what a persona created`() async throws {
        let run = try SimulatedRun(admitting: Readers().allPersonas)
        let before = run.cloud.inventory
        let plan = try Plan(of: Readers())
        let canceller = Canceller(after: 1)
        let work = Task {
            await run.carryOut(plan) { event in
                if case .stepBegan(_, let title) = event, title.hasPrefix("a reader") {
                    canceller.count()
                }
            }
        }
        canceller.target(work)
        let outcomes = await work.value
        #expect(outcomes.map(\.reason) == [.interrupted])
        #expect(run.cloud.inventory == before)
        #expect(try await run.cleanUp().isEmpty)
    }

    @Test func `Commands know it by its name`() async {
        #expect(await status("explain", "scs-9401") == 0)
        #expect(await status("plan", "scs-9401", "--cloud", "simulated") == 0)
        #expect(await status("run", "scs-9401", "--cloud", "simulated", "--quiet") == 0)
    }

    @Test(arguments: [
        (
            "scs-9401", "auditr=x",
            #"no check uses a credential of that name; did you mean "auditor"?"#
        ),
        ("scs-9401", "auditor", "--credential takes NAME=CLOUD"),
        ("scs-0100", "auditor=x", "has no effect, as no selected test case uses it"),
        ("scs-9401", "auditor=x", "has no effect with a simulated cloud"),
    ])
    func `A credential that is not used is refused`(
        standard: String, credential: String, message: String
    ) async throws {
        let error = await #expect(throws: (any Error).self) {
            try await CheckProgram.$current.withValue(Self.program()) {
                let command = try Program.command(
                    ["run", standard, "--cloud", "simulated", "--credential", credential])
                var run = try #require(command as? any AsyncParsableCommand)
                try await run.run()
            }
        }
        #expect(error.map { "\($0)" }?.contains(message) == true, "\(String(describing: error))")
    }

    @Test func `Subjects of scs-check.yaml name its entry, and mistakes have a place`() throws {
        let file = try FleetConfiguration(
            Array(
                """
                subjects:
                  one: {credentials: {auditor: prod-auditor}, other-cloud: prod-2}
                  two: {credentials: {auditr: x}}
                  three: {credentials: {other-project: x}, other-cloud: x}
                """.utf8), file: "f.yaml")
        let registry = try Self.program().registry()
        let command = try #require(try Program.parseAsRoot(["run", "scs-9401"]) as? RunCommand)
        let subjects = file.subjects.map { SubjectOptions(command, $0) }
        let one = try subjects[0].configuredCredentials(registry)
        #expect(one == [Self.auditor: "prod-auditor", .otherProject: "prod-2"])
        // Those that the plan does not use are not signed in.
        let plan = try Plan(naming: ["scs-9401"], depth: nil, in: registry)
        let choice = try command.target.choice(
            registry, plan, command.secrets, configured: one)
        #expect(choice.others == [Self.auditor: "prod-auditor"])
        let problems = subjects.dropFirst().map { subject in
            #expect(throws: ValidationError.self) {
                try subject.configuredCredentials(registry)
            }.map { "\($0)" }
        }
        #expect(
            problems == [
                #"f.yaml:3:31: no check uses a credential called "auditr"; did you mean "auditor"? "#
                    + "Names are: auditor, manager, other-manager, other-project, tenant.",
                "f.yaml:4:40: the credential other-project was given twice; give it once.",
            ])
    }

    @Test func `Two personas of one name cannot be in one program`() {
        let other = Persona(
            "manager", "somebody else", to: "confuse", roles: [], in: .sameProject)
        let error = #expect(throws: RegistryError.self) {
            try Self.program(Readers(auditor: other)).registry()
        }
        #expect(
            error?.description
                == "Two personas are called manager: a domain's manager, and somebody else; rename one of them."
        )
    }
}
