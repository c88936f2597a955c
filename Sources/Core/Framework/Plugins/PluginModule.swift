// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSOpenStack
import SCSSupport

/// A plug-in as a module: its test cases are those of a built-in one to everybody else.
///
/// Its program runs once for each test case, so that none can spoil another.
struct PluginModule: CheckModule {
    let program: PluginProgram
    let description: PluginDescription

    var standard: String { description.standard.id }
    var prerequisites: [Prerequisite] { description.prerequisites }

    var testcases: [Testcase] {
        description.testcases.map { described in
            var testcase = Testcase(
                described.entry.id, depth: described.depth, steps: described.steps
            ) { context in
                try await run(described, context)
            }
            testcase.judgesFactsAlone = !described.callsCloud
            testcase.facts = described.facts
            testcase.program = TestingProgram(name: program.name, sha256: program.digest)
            testcase.needsDocuments = !described.facts.isEmpty
            if described.callsCloud { testcase.programCallingCloud = program.name }
            return testcase
        }
    }

    /// Finds what the program created and did not announce.
    func cleanUp(_ context: CheckContext) async throws {
        guard
            let testcase = description.testcases.first(where: { $0.entry.id == context.testcase.id }
            ),
            isGranted(testcase, context)
        else { return }
        try await PluginResources(program, testcase, context).adoptStrays()
    }

    private func isGranted(
        _ testcase: PluginDescription.Testcase, _ context: CheckContext
    ) -> Bool {
        testcase.callsCloud && !context.facts.isRecorded
            && context.settings.pluginAccess.allowed.contains(program.name)
    }

    private func run(
        _ testcase: PluginDescription.Testcase, _ context: CheckContext
    ) async throws {
        if testcase.callsCloud { try context.needsCloud(for: "what \(program.name) finds out") }
        guard !testcase.callsCloud || isGranted(testcase, context) else {
            throw Finding(
                .notPermitted,
                "\(program.name) calls the cloud with the token of the run, but this was not allowed.",
                advice: "Allow it, if you trust it: \(InterfaceTerm.cloudAccess) \(program.name).")
        }
        context.record(Evidence(.note, "tested by \(program.name), SHA-256 \(program.digest)"))
        var facts: [String: JSON] = [:]
        for fact in testcase.facts { facts[fact.name] = try await context.document(fact) }
        let access = context.settings.pluginAccess
        let cloud =
            testcase.callsCloud
            ? try await PluginRequest.cloud(context.cloud, access) : nil
        let process = PluginProcess(program: program, limit: context.settings.timeLimit)
        defer {
            for line in process.errors.lines {
                let text = context.cloud.vault.clean(line)
                context.record(Evidence(.output, "stderr: \(text)"))
            }
        }
        let resources = cloud == nil ? nil : PluginResources(program, testcase, context)
        try await program.slots.use {
            let request = try PluginRequest.line(
                testcase, facts: facts, prefix: PluginResources.prefix(context),
                deadline: access.date().addingTimeInterval(process.limit.inSeconds), cloud: cloud)
            try await process.run(request) { events, input in
                var conversation = PluginConversation(
                    process, testcase, context, resources, events: events, input: input)
                try await conversation.run()
            }
        }
    }
}
