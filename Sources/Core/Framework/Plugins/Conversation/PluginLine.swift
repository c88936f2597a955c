// SPDX-License-Identifier: Apache-2.0
import SCSOpenStack
import SCSSupport

/// One line that a plug-in prints while it runs.
enum PluginLine: Sendable {
    case stepBegan(Int)
    case stepEnded(Int)
    case evidence(Evidence)
    case note(String)
    /// It is about to create something, which must outlive nothing of `from`.
    case intend(PluginKind, name: String, from: [String])
    case created(name: String, id: ResourceID)
    case gone(name: String)
    case verdict(PluginVerdict)

    private enum Word: String, CaseIterable {
        case evidence, note, intend, created, gone, verdict
        case stepBegan = "step-began"
        case stepEnded = "step-ended"

        var keys: [String] {
            switch self {
            case .stepBegan, .stepEnded: ["step"]
            case .evidence: ["kind", "text"]
            case .note: ["text"]
            case .intend: ["kind", "name", "from"]
            case .created: ["name", "id"]
            case .gone: ["name"]
            case .verdict:
                ["testcase", "verdict", "reason", "message", "advice", "nothing_to_test"]
            }
        }
    }

    /// Why a line is none, as a sentence that follows "line 3".
    struct Malformed: Error {
        var problem: String
    }

    /// Throws `Malformed`. What it holds of secrets is hidden first of all: half a secret is one, too.
    init(_ bytes: [UInt8], hiding vault: SecretVault) throws {
        let json: JSON
        do {
            json = vault.clean(try JSON.parse(bytes))
        } catch {
            throw Malformed(problem: "is not JSON: \(Self.shown(bytes, hiding: vault)).")
        }
        let reader = PluginReader()
        let line = Self.read(json, reader)
        guard let line, reader.problems.isEmpty else {
            throw Malformed(problem: "is wrong: \(reader.problems.joined(separator: " "))")
        }
        self = line
    }

    /// The beginning of a line in quotes.
    static func shown(_ bytes: [UInt8], hiding vault: SecretVault) -> String {
        vault.clean(String(decoding: bytes, as: UTF8.self)).quotedForMessage
    }

    private static func read(_ json: JSON, _ reader: PluginReader) -> PluginLine? {
        guard let text = json["do"]?.string, let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue)
            reader.wrong("do", json["do"], expected: "one of \(words.joined(separator: ", "))")
            return nil
        }
        guard let line = reader.object(json, at: text, allows: ["do"] + word.keys) else {
            return nil
        }
        switch word {
        case .stepBegan: return line.number("step", in: 1...100).map(stepBegan)
        case .stepEnded: return line.number("step", in: 1...100).map(stepEnded)
        case .evidence:
            let kind: Evidence.Kind? = line.word("kind", orElse: .note)
            guard let kind, let text = line.text("text", limit: 2000) else { return nil }
            return .evidence(Evidence(kind, text))
        case .note: return line.text("text", limit: 2000).map(note)
        case .intend:
            let kind: PluginKind? = line.word("kind")
            let from = line.texts("from", atMost: 20, expected: nameForm, isName)
            guard let kind, let name = name(line) else { return nil }
            return .intend(kind, name: name, from: from)
        case .created:
            guard let name = name(line) else { return nil }
            guard let id = line["id"]?.id else {
                line.wrong("id", expected: "the id that the cloud gave")
                return nil
            }
            return .created(name: name, id: id)
        case .gone: return name(line).map(gone)
        case .verdict: return PluginVerdict(line).map(verdict)
        }
    }

    private static let nameForm =
        "a name of 1 to 255 letters, digits, dots, hyphens and underscores"

    private static func name(_ line: PluginObject) -> String? {
        guard let name = line["name"]?.string, isName(name) else {
            line.wrong("name", expected: nameForm)
            return nil
        }
        return name
    }

    private static func isName(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                byte < 0x80
                    && (Character(Unicode.Scalar(byte)).isLetter
                        || Character(Unicode.Scalar(byte)).isNumber || ".-_".utf8.contains(byte))
            }
    }
}
