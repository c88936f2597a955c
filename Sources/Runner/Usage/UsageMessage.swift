// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// A usage error in words: the sentence, the nearest name, the usage of the command at hand.
enum UsageMessage {
    /// The longest sentence, so that the whole fits on a screen of 24 lines.
    private static let limit = 1000

    /// Everything that is printed for the error, with which the program ends in that status; empty where
    /// the error is an exit status alone.
    static func text(
        for error: any Error, _ status: ExitCode, _ given: GivenArguments
    ) throws -> String {
        guard !(error is ExitCode) else { return "" }
        guard !status.isSuccess else {
            return Program.fullMessage(for: error)
        }
        let own = error is CocoaError ? error.formatted : Program.message(for: error)
        let command = try Program.description(of: given.words)
        let sentence = sentence(
            error is ValidationError ? own : wrongChoice(given, in: command) ?? own)
        guard status == .validationFailure else {
            return "Error: " + sentence
        }
        return "Error: \(sentence)\n" + help(error, own) + usage(of: command)
    }

    /// Begins with a capital, ends with a full stop, and is not too long.
    static func sentence(_ text: String) -> String {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        if text.unicodeScalars.count > limit {
            text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit - 1))) + "…"
        }
        let word = text.prefix { !$0.isWhitespace }
        if word.allSatisfy({ $0.isLowercase }) {
            text = text.prefix(1).uppercased() + text.dropFirst()
        }
        return text.hasSuffix(".") || text.hasSuffix("?") || text.hasSuffix("…") ? text : text + "."
    }

    /// What the parser says about the option whose value is wrong: `Help:  --late <seconds>  …`.
    private static func help(_ error: any Error, _ message: String) -> String {
        let full = Program.fullMessage(for: error).dropFirst("Error: \(message)\n".count)
        guard full.hasPrefix("Help:") else { return "" }
        return full.prefix { $0 != "\n" } + "\n"
    }

    /// The nearest of an option's values; nil where all options have one of theirs.
    private static func wrongChoice(
        _ given: GivenArguments, in command: CommandDescription
    ) -> String? {
        let words = given.words.prefix { $0 != "--" }
        for (place, word) in words.enumerated() where word.hasPrefix("--") {
            let name = word.prefix { $0 != "=" }
            let option = command.arguments?.first { $0.spellings.contains(String(name)) }
            guard let option, option.takesValue, let choices = option.allValues, !choices.isEmpty
            else { continue }
            let value =
                name != word
                ? String(word.dropFirst(name.count + 1)) : words.dropFirst(place + 1).first
            guard let value, !choices.contains(value) else { continue }
            return "\(name) takes \(choices.alternatives), not \(value.quotedForMessage)"
                + (Suggestion.nearest(to: value, among: choices).map { "; did you mean \($0)?" }
                    ?? ".")
        }
        return nil
    }

    private static func usage(of command: CommandDescription) -> String {
        let type = Program.configuration.subcommands.first {
            $0._commandName == command.commandName
        }
        let line = Program.usageString(for: type ?? Program.self)
        return
            "Usage: \(line)\n  See '\(command.path.joined(separator: " ")) --help' for more information."
    }
}

extension [String] {
    /// `a, b or c`.
    fileprivate var alternatives: String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " or " + last
    }
}
