// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A manual page in roff, of a command as the parser describes it.
///
/// Source: man(7), the page's macros; groff_char(7), its characters
struct ManualPage {
    private let command: CommandDescription

    /// A page for the program and one for each command that help shows.
    static func all(of program: CommandDescription) -> [ManualPage] {
        program.all.filter { $0.shouldDisplay && $0.commandName != "help" }
            .map(ManualPage.init(command:))
    }

    private var name: String { command.path.joined(separator: "-") }
    private var isProgram: Bool { command.path.count == 1 }

    /// `scs-check-run.1`.
    var fileName: String { name + ".1" }

    /// The whole page.
    var text: String {
        var lines = [
            ".TH \(Roff.quoted(name.uppercased())) 1 \"\" "
                + "\(Roff.quoted("\(CheckProgram.current.name) \(CheckProgram.current.fullVersion)")) "
                + "\"User commands\"",
            ".SH NAME", "\(Roff.text(name)) \\- \(Roff.text(summary))", ".SH SYNOPSIS",
        ]
        lines +=
            synopsis + [".SH DESCRIPTION"]
            + Roff.paragraphs(command.discussion ?? command.abstract ?? "")
        if !commands.isEmpty {
            lines.append(".SH COMMANDS")
            for command in commands {
                lines += [
                    ".TP", ".B \(Roff.text(command.commandName))",
                    Roff.line(command.abstract ?? ""),
                ]
            }
        }
        for section in sections {
            lines.append(".SH \(Roff.text(section.title.uppercased()))")
            for argument in section.arguments { lines += entry(argument) }
        }
        if takesCloud { lines += authentication }
        lines += [".SH SEE ALSO", seeAlso]
        return lines.joined(separator: "\n") + "\n"
    }

    /// By convention without a full stop.
    private var summary: String {
        let text = command.abstract ?? ""
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    private var commands: [CommandDescription] {
        (command.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
    }

    private var arguments: [CommandDescription.Argument] {
        (command.arguments ?? []).filter(\.shouldDisplay)
    }

    private var takesCloud: Bool { arguments.contains { $0.spellings.contains("--cloud") } }

    private var synopsis: [String] {
        let words = command.path.map(Roff.text).joined(separator: " ")
        var line = ".B \(words)\n"
        if arguments.contains(where: { $0.kind != "positional" }) { line += "[\\fIoptions\\fR]" }
        for argument in arguments where argument.kind == "positional" {
            let value =
                "\\fI\(Roff.text(argument.valueName ?? ""))\\fR"
                + (argument.isRepeating ? " ..." : "")
            line += argument.isOptional ? " [\(value)]" : " \(value)"
        }
        if !commands.isEmpty { line += " \\fIcommand\\fR [\\fIarguments\\fR]" }
        return [line]
    }

    /// The arguments in the groups of the help, in its order.
    private var sections: [(title: String, arguments: [CommandDescription.Argument])] {
        var sections: [(title: String, arguments: [CommandDescription.Argument])] = []
        for argument in arguments {
            let title =
                argument.sectionTitle ?? (argument.kind == "positional" ? "Arguments" : "Options")
            if let place = sections.firstIndex(where: { $0.title == title }) {
                sections[place].arguments.append(argument)
            } else {
                sections.append((title, [argument]))
            }
        }
        return sections
    }

    private func entry(_ argument: CommandDescription.Argument) -> [String] {
        let value = "\\fI\(Roff.text(argument.valueName ?? ""))\\fR"
        let head =
            argument.kind == "positional"
            ? value
            : argument.spellings.map { "\\fB\(Roff.text($0))\\fR" }.joined(separator: ", ")
                + (argument.takesValue ? " \(value)" : "")
        var text = argument.abstract ?? ""
        if let values = argument.allValues, !values.isEmpty {
            text += " One of \(values.joined(separator: ", "))."
        }
        if let value = argument.defaultValue, !text.contains("Default:") {
            text += (text.hasSuffix(".") ? "" : ".") + " Default: \(value)."
        }
        return [".TP", head, Roff.line(text)]
    }

    /// Too long for the help.
    private var authentication: [String] {
        [".SH AUTHENTICATION", "A cloud of clouds.yaml signs in as its"]
            + [".I auth_type", "says:"]
            + [Roff.line(AuthenticationType.names.joined(separator: ", ") + ".")]
    }

    private var seeAlso: String {
        let program = CheckProgram.current.name
        let others = isProgram ? commands.map { "\(program)-\($0.commandName)" } : [program]
        return others.map { ".BR \(Roff.text($0)) (1)" }.joined(separator: ",\n")
            .replacing(",\n", with: "\n")
    }
}

/// Text in roff's spelling.
enum Roff {
    /// Within a line.
    static func text(_ text: String) -> String {
        text.visibleLines.reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case "•": result += "\\(bu"
            case "…": result += "..."
            case "\n": result += " "
            default: result.append(character)
            }
        }
    }

    /// A whole line; a dot at its beginning would be a request.
    static func line(_ text: String) -> String { "\\&" + Self.text(text) }

    /// A macro's argument.
    static func quoted(_ text: String) -> String {
        "\"" + Self.text(text).replacing("\"", with: "\\(dq") + "\""
    }

    /// Paragraphs with a blank line between them; indented lines stay as they are.
    static func paragraphs(_ text: String) -> [String] {
        var lines: [String] = []
        var isVerbatim = false
        for row in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let indented = row.hasPrefix("  ") && row.contains { $0 != " " }
            if indented != isVerbatim {
                lines += indented ? [".RS", ".nf"] : [".fi", ".RE"]
                isVerbatim = indented
            }
            if row.allSatisfy({ $0 == " " }) {
                if !isVerbatim, lines.last != ".PP", !lines.isEmpty { lines.append(".PP") }
            } else {
                lines.append(line(String(row.drop { $0 == " " })))
            }
        }
        if isVerbatim { lines += [".fi", ".RE"] }
        while lines.last == ".PP" { lines.removeLast() }
        return lines
    }
}
