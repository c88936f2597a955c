// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSHandover

/// Shows the runs of many nights.
struct HistoryCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "history", abstract: "Show earlier runs: verdicts, durations and trends.",
            discussion: """
                A run with --history FILE keeps itself there.

                Example:
                  \(CheckProgram.current.name) history --history nights.db --cloud mycloud
                  \(CheckProgram.current.name) history --history nights.db --testcase scs-0117-* --format csv
                  \(CheckProgram.current.name) history import --history nights.db night/report.json
                """,
            subcommands: [HistoryShowCommand.self, HistoryImportCommand.self],
            defaultSubcommand: HistoryShowCommand.self)
    }
}

/// Shows what the history has.
struct HistoryShowCommand: ParsableCommand {
    /// The output format.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, csv, json
    }

    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show earlier runs: verdicts, durations and trends.",
        discussion:
            "Without --testcase, trends are those of test cases that failed, changed, or took unusually long."
    )

    @Option(
        help: ArgumentHelp("The file of the history.", valueName: "file"), completion: .file())
    var history: String

    @Option(help: ArgumentHelp("Only runs of this cloud.", valueName: "name"))
    var cloud: String?

    @Option(
        help: ArgumentHelp("The results of these test cases.", valueName: "id"),
        completion: Completion.standards)
    var testcase: String?

    @Option(help: ArgumentHelp("How many runs, the last ones.", valueName: "number"))
    var limit = 30

    @Option(help: "The output format: table, csv or json.")
    var format = Format.table

    func validate() throws {
        guard (1...100_000).contains(limit) else {
            throw ValidationError("--limit takes 1 to 100000 runs, not \(limit).")
        }
    }

    func run() throws {
        let history = try HistoryFile.open(history)
        let view: HistoryView
        do {
            view = try HistoryView(history, cloud: cloud, testcase: testcase, limit: limit)
        } catch {
            throw error.asCommandError
        }
        switch format {
        case .table: try Console.print(bytes: Array(view.table.utf8))
        case .csv: try Console.print(bytes: Array(view.csv.utf8))
        case .json: try Console.print(bytes: try view.json())
        }
    }
}

/// Adds reports of earlier runs to the history.
struct HistoryImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Add reports of earlier runs to the history.",
        discussion: "Runs that are in it already are left as they are.")

    @Option(
        help: ArgumentHelp("The file of the history; created if missing.", valueName: "file"),
        completion: .file())
    var history: String

    @Argument(
        help: ArgumentHelp(
            "A report.json, its folder, or an evidence bundle.", valueName: "report"),
        completion: .file())
    var reports: [String]

    func run() throws {
        // All are read first, so that a mistake adds none.
        let reports = try reports.map(StoredReport.read)
        let history = try HistoryFile.open(history, creates: true)
        var added = 0
        for report in reports {
            do {
                if try history.add(report) { added += 1 }
            } catch {
                throw error.asCommandError
            }
        }
        let known = reports.count - added
        Console.print(
            "\(added.counted("run")) added"
                + (known == 0 ? "." : ", \(known) already there."))
    }
}
