// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// Makes a static site of a history, or of the reports in folders.
struct SiteCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "site", abstract: "Make a static site of earlier runs.",
            discussion: """
                index.html shows all clouds; clouds/ has the trends of each, reports/ its last report. Links are \
                relative, and no page loads anything. Pages of clouds that are no longer there stay.

                Example:
                  \(CheckProgram.current.name) site public --history nights.db
                  \(CheckProgram.current.name) site public reports/monday reports/tuesday
                """)
    }

    @Argument(
        help: ArgumentHelp("The folder for the site.", valueName: "dir"), completion: .directory)
    var output: String

    @Argument(
        help: ArgumentHelp(
            "Reports, their folders, or evidence bundles.", valueName: "report.json"),
        completion: .file())
    var reports: [String] = []

    @Option(
        help: ArgumentHelp("The file of the history.", valueName: "file"), completion: .file())
    var history: String?

    @Option(help: ArgumentHelp("Only runs of this cloud.", valueName: "name"))
    var cloud: String?

    @Option(help: ArgumentHelp("How many runs of each cloud, the last ones.", valueName: "number"))
    var limit = 60

    @Flag(help: "Replace files that scs-check did not write.")
    var overwrite = false

    func validate() throws {
        guard (history == nil) != reports.isEmpty else {
            throw ValidationError(
                "A site is of a history or of reports: add either --history FILE or the folders of reports."
            )
        }
        guard (1...1000).contains(limit) else {
            throw ValidationError("--limit takes 1 to 1000 runs, not \(limit).")
        }
    }

    func run() throws {
        do {
            let site = try Site(
                try source(), cloud: cloud, limit: limit,
                tool: Report.Tool(
                    version: Version.current, program: CheckProgram.current.versionedName))
            let folder = try SiteFolder(output, overwrites: overwrite)
            try folder.write(site)
            Console.print(
                "\(site.headline); the site begins at \(folder.path.harmless(300))/index.html")
        } catch {
            throw error.asCommandError
        }
    }

    private func source() throws -> History {
        if let history { return try HistoryFile.open(history) }
        let collected = try History.inMemory()
        for report in try reports.map(StoredReport.read) { _ = try collected.add(report) }
        return collected
    }
}
