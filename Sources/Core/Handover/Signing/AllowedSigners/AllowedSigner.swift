// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

/// One line of a list of allowed signers.
struct AllowedSigner: Sendable {
    let line: Int
    let principals: PatternList
    /// The key in SSH's format; of any type, also one that this program cannot verify.
    private(set) var blob: [UInt8]
    var isAuthority = false
    var namespaces: PatternList?
    var validAfter: Date?
    var validBefore: Date?

    /// What is wrong with a line, as a sentence without its end.
    struct Malformed: Error, Equatable {
        let problem: String
    }

    /// Nil for an empty line or a comment.
    init?(_ text: some StringProtocol, line: Int) throws(Malformed) {
        var words = Words(text)
        guard let principals = try words.next(), !principals.hasPrefix("#") else { return nil }
        self.line = line
        blob = []
        self.principals = PatternList(text: principals)
        guard var word = try words.nextRaw() else {
            throw Malformed(problem: "there is no key after \(principals.quotedForMessage)")
        }
        if !Self.isKeyType(word) {
            for option in try Self.options(word) { try apply(option) }
            guard let next = try words.nextRaw() else {
                throw Malformed(problem: "there is no key after the options")
            }
            word = next
        }
        guard Self.isKeyType(word) else {
            throw Malformed(
                problem:
                    "\(word.quotedForMessage) is no type of a key; expected one such as ssh-ed25519"
            )
        }
        guard let encoded = try words.nextRaw(), let blob = Armor.base64(encoded) else {
            throw Malformed(problem: "the key after \(word.quotedForMessage) is not base64")
        }
        var reader = SSHReader(blob)
        guard (try? reader.name("its type")) == word else {
            throw Malformed(problem: "the key is not of the type \(word.quotedForMessage)")
        }
        self.blob = blob
        if let validAfter, let validBefore, validBefore <= validAfter {
            throw Malformed(problem: "valid-before is not later than valid-after")
        }
    }

    private static func isKeyType(_ word: String) -> Bool {
        SSHPublicKey.isSupported(word) || word == "ssh-dss" || word.hasPrefix("sk-")
            || word.contains("-cert-v0")
    }

    private mutating func apply(_ option: String) throws(Malformed) {
        let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].lowercased()
        if name == "cert-authority", parts.count == 1 {
            isAuthority = true
            return
        }
        guard ["namespaces", "valid-after", "valid-before"].contains(name), parts.count == 2,
            parts[1].count >= 2, parts[1].first == "\"", parts[1].last == "\""
        else {
            throw Malformed(
                problem:
                    "the option \(option.quotedForMessage) is not known; expected cert-authority, "
                    + "namespaces=\"…\", valid-after=\"…\" or valid-before=\"…\"")
        }
        let value = String(parts[1].dropFirst().dropLast()).replacing("\\\"", with: "\"")
        switch name {
        case "namespaces" where namespaces == nil: namespaces = PatternList(text: value)
        case "valid-after" where validAfter == nil: validAfter = try Self.time(value)
        case "valid-before" where validBefore == nil: validBefore = try Self.time(value)
        default: throw Malformed(problem: "the option \(name) is given twice")
        }
    }

    private static func time(_ text: String) throws(Malformed) -> Date {
        guard let date = SignerTime.parse(text) else {
            throw Malformed(
                problem:
                    "\(text.quotedForMessage) is no time; expected YYYYMMDD or YYYYMMDDHHMMSS, with "
                    + "Z for UTC")
        }
        return date
    }

    /// The options of a word, split at the commas outside quotes.
    private static func options(_ word: String) throws(Malformed) -> [String] {
        var options = [""]
        var isQuoted = false
        var isEscaped = false
        for character in word {
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = character == "\\" && !isEscaped
            if character == ",", !isQuoted {
                options.append("")
            } else {
                options[options.count - 1].append(character)
            }
        }
        return options
    }
}

/// The words of a line, with quotes as OpenSSH reads them.
private struct Words {
    private var rest: Substring.UnicodeScalarView

    init(_ text: some StringProtocol) {
        rest = Substring(text).unicodeScalars
    }

    /// The next word without the quotes around it; nil at the end.
    mutating func next() throws(AllowedSigner.Malformed) -> String? {
        guard let word = try nextRaw() else { return nil }
        guard word.first == "\"" else { return word }
        guard word.count > 1, word.last == "\"" else {
            throw AllowedSigner.Malformed(problem: "a quote is not closed where its word ends")
        }
        return String(word.dropFirst().dropLast())
    }

    /// The next word as it was written; blanks between quotes belong to it.
    mutating func nextRaw() throws(AllowedSigner.Malformed) -> String? {
        rest = rest.drop { Self.isBlank($0) }[...]
        guard !rest.isEmpty else { return nil }
        var word = String.UnicodeScalarView()
        var isQuoted = false
        var isEscaped = false
        while let scalar = rest.first, isQuoted || !Self.isBlank(scalar) {
            if scalar == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = scalar == "\\" && !isEscaped
            word.append(scalar)
            rest.removeFirst()
        }
        guard !isQuoted else { throw AllowedSigner.Malformed(problem: "a quote is not closed") }
        return String(word)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\r"
    }
}
