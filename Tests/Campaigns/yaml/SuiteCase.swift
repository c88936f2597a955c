// SPDX-License-Identifier: Apache-2.0
import Foundation

@testable import SCSCheck
@testable import SCSSupport
@testable import SCSYAML

/// One case of the public YAML test suite: a text, whether it is YAML, and its JSON equivalent.
///
/// Source: https://github.com/yaml/yaml-test-suite, the folder `src`.
struct SuiteCase {
    var id: String
    var text: String
    var isValid: Bool
    /// The documents' JSON; nil if the suite has none.
    var json: [JSON]?
    var tags: Set<Substring>

    /// All cases of a checkout, in order of their ids; read by the layer that they test.
    static func all(in checkout: String) throws -> [SuiteCase] {
        let folder = checkout + "/src"
        return try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".yaml") }.sorted()
            .flatMap { try cases(in: folder + "/" + $0, id: String($0.dropLast(5))) }
    }

    private static func cases(in file: String, id: String) throws -> [SuiteCase] {
        let bytes = Array(try Data(contentsOf: URL(filePath: file)))
        let nodes = try YAMLDocument.parse(bytes, file: file)?.sequence() ?? []
        guard nodes.first?["skip"] == nil else { return [] }
        // A later case of a file inherits from the previous one.
        var last: [String: String] = [:]
        return try nodes.enumerated().map { number, node in
            for key in ["tags", "yaml", "tree", "json"] {
                // An empty `json:` removes the previous case's JSON.
                if let value = node[key] { last[key] = value.isNull ? nil : try value.string() }
            }
            return SuiteCase(
                id: nodes.count > 1 ? "\(id)-\(number)" : id,
                text: unescaped(last["yaml"] ?? ""), isValid: node["fail"] == nil,
                json: try last["json"].map { try documents(unescaped($0)) },
                tags: Set((last["tags"] ?? "").split(separator: " ")))
        }
    }

    /// Converts the suite's visible characters to those that they represent.
    private static func unescaped(_ text: String) -> String {
        var result = text.replacing("␣", with: " ").replacing(/—*»/, with: "\t")
            .replacing("←", with: "\r").replacing("⇔", with: "\u{FEFF}").replacing("↵", with: "")
        if result.hasSuffix("∎\n") { result.removeLast(2) }
        return result
    }

    /// JSON documents one after another, each ending with its line.
    private static func documents(_ text: String) throws -> [JSON] {
        var found: [JSON] = []
        var rest = ""
        for line in text.split(separator: "\n") {
            rest += line + "\n"
            do {
                found.append(try JSON.parse(Array(rest.utf8)))
                rest = ""
            } catch {
                continue  // it goes on in the next line
            }
        }
        guard rest.isEmpty else { throw Unfinished(text: rest) }
        return found
    }

    struct Unfinished: Error {
        var text: String
    }
}

extension YAMLNode {
    /// Whether this node means the JSON value, read as a setting of its kind.
    func means(_ json: JSON) -> Bool {
        do {
            switch json {
            case .null: return isNull
            case .bool(let value): return try boolean() == value
            case .integer(let value): return try number() == Double(value)
            case .number(let value): return try number() == value
            case .string(let text): return self.text == text
            case .array(let items):
                let entries = try sequence()
                return entries.count == items.count
                    && zip(entries, items).allSatisfy { $0.means($1) }
            case .object(let fields):
                let entries = try mapping()
                return entries.count == fields.count
                    && entries.allSatisfy { entry in
                        fields[entry.key.text ?? ""].map(entry.value.means) ?? false
                    }
            }
        } catch {
            return false
        }
    }
}
