// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// Shows what changed between two reports.
struct DiffCommand: ParsableCommand {
    /// The output format of a comparison.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case markdown, json, line
    }

    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "diff",
            abstract: "Show regressions, fixes and other changes between two reports.",
            discussion: """
                A regression is a test case that counts and is worse than before: it no longer passes, or \
                it now fails. Exit status: 0 no regression, 1 a regression, 2 a report cannot be read. Runs of a history are named by \
                \(RunName.help).

                Example:
                  \(CheckProgram.current.name) diff reports/monday reports/tuesday
                  \(CheckProgram.current.name) diff monday.json tuesday.json --format line
                  \(CheckProgram.current.name) diff last-pass last --history nights.db
                """)
    }

    @Argument(
        help: ArgumentHelp(
            "The earlier report: a report.json, its folder, an evidence bundle, or with --history a run's name.",
            valueName: "from"), completion: .file())
    var from: String

    @Argument(
        help: ArgumentHelp("The later report, likewise.", valueName: "to"), completion: .file())
    var to: String

    @Option(
        help: ArgumentHelp(
            "A history, whose runs have names: last, yesterday, an id …", valueName: "file"),
        completion: .file())
    var history: String?

    @Option(
        help: ArgumentHelp(
            "The cloud whose runs are meant, if the history has several.", valueName: "name"))
    var cloud: String?

    @Option(
        help: "The output format; line is for chats.")
    var format = Format.markdown

    func validate() throws {
        if cloud != nil, history == nil {
            throw ValidationError("--cloud chooses runs of a history; add --history FILE.")
        }
    }

    func run() throws {
        let history = try history.map { try HistoryFile.open($0) }
        // The names of earlier runs may be relative to the later one.
        let new = try report(to, history, comparedWith: nil)
        let old = try report(from, history, comparedWith: new)
        let comparison: ReportComparison
        do {
            let earlier = try history?.reports(
                of: new.subject.cloud, before: new.run.startedAt, limit: 10)
            comparison = ReportComparison(from: old, to: new, earlier: earlier ?? [])
        } catch {
            throw error.asCommandError
        }
        switch format {
        case .markdown: try Console.print(bytes: Array(comparison.markdown.utf8))
        case .json: try Console.print(bytes: try comparison.json())
        case .line: Console.print(comparison.line)
        }
        if !comparison.regressions.isEmpty { throw ExitCode(1) }
    }

    private func report(
        _ name: String, _ history: History?, comparedWith other: Report?
    ) throws -> Report {
        guard let run = RunName(name) else { return try StoredReport.read(name) }
        guard let history else {
            if FileKind(of: name) != nil { return try StoredReport.read(name) }
            throw ValidationError(
                "\(name) does not exist; give the path of a report.json or of a bundle, or add --history FILE for a run."
            )
        }
        do {
            return try history.find(
                run, cloud: cloud, comparedWith: other, today: CalendarDate(Date()))
        } catch {
            throw error.asCommandError
        }
    }
}
