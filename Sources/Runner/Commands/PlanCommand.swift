// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// Shows what a run would do, without creating anything.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show prerequisites, steps, resources, quota and calls of a run; create nothing.",
        discussion: """
            Example:
              \(CheckProgram.current.name) plan volume-backup --cloud mycloud
            """)

    @OptionGroup(title: "What to test") var selection: SelectionOptions
    @OptionGroup(title: "What to test") var scope: ScopeOptions
    @OptionGroup(title: "Where to test") var target: CloudOptions
    @OptionGroup(title: "How to test") var checks: ChecksOptions
    @OptionGroup(title: "How to test") var parameters: ParameterOptions
    @OptionGroup(title: "Secrets") var secrets: SecretOptions
    @OptionGroup(title: "Output") var output: DocumentFormat

    func validate() throws {
        try scope.requireScope()
        try selection.requireNoDepth(scope)
    }

    func run() async throws {
        let registry = try await CheckProgram.current.registry(with: checks)
        let plan =
            try scope.plan(
                registry, selectors: selection.standards, excluding: selection.exclude,
                subject: target.subject, now: Date(),
                programs: true) ?? selection.plan(registry)
        _ = try parameters.values(registry, plan, subject: target.subject)
        let session = try await Session(
            try target.choice(registry, plan, secrets), onLine: { Console.tell($0) })
        for warning in session.warnings { Console.tell("warning: \(warning)") }
        let preview = await PlanPreview.make(
            plan, cloud: session.cloud, others: session.others)
        switch output.format {
        case .text: Console.print(preview.text)
        case .json: try DocumentFormat.print(preview.document)
        }
        if preview.isBlocked { throw ExitCode(2) }
    }
}
