// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials

/// A command with its arguments and subcommands, as the parser describes itself.
struct CommandDescription: Decodable {
    /// An option's name: `--cloud`.
    struct Name: Decodable {
        var kind: String
        var name: String

        var spelled: String { (kind == "long" ? "--" : "-") + name }
    }

    /// A positional argument, an option with a value, or a flag.
    struct Argument: Decodable {
        var kind: String
        var shouldDisplay: Bool
        var isOptional: Bool
        var isRepeating: Bool
        var sectionTitle: String?
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var allValues: [String]?
        var completionKind: Completion?
        var abstract: String?

        /// Whether a value belongs to it: it is not a flag.
        var takesValue: Bool { kind != "flag" }
        /// All its spellings; a positional argument has none.
        var spellings: [String] { (names ?? []).map(\.spelled) }
    }

    /// How a value is completed; only whether it is matters here.
    struct Completion: Decodable {
        init(from decoder: any Decoder) {}
    }

    var commandName: String
    var superCommands: [String]?
    var shouldDisplay: Bool
    var abstract: String?
    var discussion: String?
    var subcommands: [CommandDescription]?
    var arguments: [Argument]?

    /// The names from the program's on: `["scs-check", "run"]`.
    var path: [String] { (superCommands ?? []) + [commandName] }

    /// The command that `arguments` name, and how many of them do so.
    func named(by arguments: [String]) -> CommandDescription {
        guard let first = arguments.first,
            let next = subcommands?.first(where: { $0.commandName == first })
        else { return self }
        return next.named(by: Array(arguments.dropFirst()))
    }

    /// This command and all below it.
    var all: [CommandDescription] { [self] + (subcommands ?? []).flatMap(\.all) }
}

extension Program {
    /// The command of that name, if it has no commands of its own.
    static func simpleCommand(named name: String?) -> (any ParsableCommand.Type)? {
        configuration.subcommands.first {
            $0._commandName == name && $0.configuration.subcommands.isEmpty
        }
    }

    /// The whole command line; reading it takes no standards.
    static func description() throws -> CommandDescription { try description(of: self) }

    /// The command that `words` name, described without the others where that is possible.
    static func description(of words: [String]) throws -> CommandDescription {
        guard let command = simpleCommand(named: words.first) else {
            return try description().named(by: words)
        }
        var description = try description(of: command)
        description.superCommands = [_commandName]
        return description
    }

    private static func description(
        of command: any ParsableCommand.Type
    ) throws -> CommandDescription {
        struct Document: Decodable { var command: CommandDescription }
        let json = command._dumpHelp()
        return try JSONReader.decode(Document.self, from: Array(json.utf8)).command
    }
}
