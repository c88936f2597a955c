// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck

/// The output format of commands that describe.
struct DocumentFormat: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Option(help: "The output format: text, or json.")
    var format = Format.text

    /// Prints a document in the layout of all others.
    static func print(_ document: JSON) throws {
        try Console.print(bytes: try JSONReport.text(document))
    }
}
