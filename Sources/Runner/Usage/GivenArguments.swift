// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck

/// The arguments of this process, before the parser sees them.
struct GivenArguments {
    private(set) var words: [String]

    /// Joins a negative number to the option before it, as the parser would take it for an option.
    init(_ words: [String]) {
        var joined: [String] = []
        var isOver = false
        for word in words {
            isOver = isOver || word == "--"
            if !isOver, Self.isNegativeNumber(word), let last = joined.last, last.hasPrefix("--"),
                !last.contains("=")
            {
                joined[joined.count - 1] = last + "=" + word
            } else {
                joined.append(word)
            }
        }
        self.words = joined
    }

    /// Whether a shell asks for completions, in a form of its own.
    private var isCompletion: Bool { words.first?.hasPrefix("---completion") == true }

    private static func isNegativeNumber(_ word: String) -> Bool {
        word.hasPrefix("-") && word.dropFirst().first?.isNumber == true && Double(word) != nil
    }

    /// Parses them; throws what the parser throws, and `ValidationError` for what it would misread.
    mutating func command() throws -> any ParsableCommand {
        if !isCompletion {
            try refuseUnknownCommand()
            completeConfig()
            try renameVersion()
            try RepeatedOption.refuse(in: words)
        }
        return try named() ?? Program.parseAsRoot(words)
    }

    /// The command that the first word names, parsed without the rest of the program, which takes half the time.
    ///
    /// Nil where the answer comes from the whole program: help, its version, and a command without arguments.
    private func named() throws -> (any ParsableCommand)? {
        let arguments = Array(words.dropFirst())
        guard !arguments.isEmpty, let command = Program.simpleCommand(named: words.first),
            !arguments.contains(where: { word in
                Self.answeredByProgram.contains { word.hasPrefix($0) }
            })
        else { return nil }
        let parsed = try command.parseAsRoot(arguments)
        // Help is a command of the parser's own.
        return type(of: parsed) == command ? parsed : nil
    }

    private static let answeredByProgram = [
        "--version", "--experimental-dump-help", "--generate-completion-script",
    ]

    /// `config --config` without a file means the one that is searched; the parser has no optional values.
    private mutating func completeConfig() {
        guard words.first == "config", let place = words.firstIndex(of: "--config"),
            words.dropFirst(place + 1).first?.hasPrefix("-") ?? true
        else { return }
        words[place] = "--search-config"
    }

    /// `--version VERSION` was the scope's version before it was called `--scope-version`.
    ///
    /// Not a second option: the parser would print the program's version instead of any error beside it.
    private mutating func renameVersion() throws {
        let before = words.prefix { $0 != "--" }
        let place = before.indices.first { place in
            let next = before.dropFirst(place + 1).first
            return before[place].hasPrefix("--version=")
                || (before[place] == "--version" && next?.hasPrefix("-") == false)
        }
        guard let place else { return }
        let options = try Program.description(of: words).arguments ?? []
        guard options.contains(where: { $0.spellings.contains("--scope-version") }) else { return }
        words[place] = "--scope-version" + words[place].dropFirst("--version".count)
    }

    /// The parser would name the first option of a misspelt command instead.
    private func refuseUnknownCommand() throws {
        let names = words.first == "help" ? words.dropFirst() : words[...]
        guard let name = names.first, !name.hasPrefix("-") else { return }
        let commands = Program.configuration.subcommands
        let known = commands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
        let all = commands.map { $0._commandName } + ["help"]
        guard !all.contains(name) else { return }
        let hint = Suggestion.nearest(to: name, among: known + ["help"])
            .map { "; did you mean \($0)?" }
        throw ValidationError(
            "There is no command '\(name.harmless(60))'"
                + (hint ?? ". Commands are: \(known.joined(separator: ", "))."))
    }
}
