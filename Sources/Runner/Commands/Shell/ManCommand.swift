// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// Writes the manual pages; for packagers, so help does not show it.
struct ManCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man", abstract: "Write the manual pages into a folder.",
        discussion: """
            One page for the program and one for each command, in roff, from the same texts as the help.

            Example:
              \(CheckProgram.current.name) man pages && man -l pages/\(CheckProgram.current.name).1
            """, shouldDisplay: false)

    @Argument(
        help: ArgumentHelp("The folder; it is made if it does not exist.", valueName: "dir"),
        completion: .directory)
    var folder: String

    func run() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            for page in ManualPage.all(of: try Program.description()) {
                try Data(page.text.utf8).write(to: URL(filePath: folder + "/" + page.fileName))
            }
        } catch let error as CocoaError {
            throw CommandFailure(
                "The manual pages cannot be written to \(folder.harmless(300)): \(error.formatted)."
            )
        }
    }
}
