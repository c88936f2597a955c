// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// `scs-check.yaml`: the subjects, presets, and defaults of both.
package struct FleetConfiguration: Sendable {
    package var file: String
    package var defaults = FleetSettings()
    package var output = FleetOutput()
    package var subjects: [FleetSubject] = []
    package var presets: [FleetPreset] = []

    /// Reads the file; every error has file, line and column.
    package init(_ bytes: [UInt8], file: String) throws {
        self.file = file
        guard let root = try YAMLDocument.parse(bytes, file: file) else {
            throw YAMLError(
                Position(file: file, line: 1, column: 1),
                "the file is empty; expected subjects and presets")
        }
        try root.check(allows: ["defaults", "subjects", "presets"])
        if let node = root["defaults"], !node.isNull {
            try node.check(allows: FleetSettings.keys + FleetOutput.keys)
            defaults = try FleetSettings(node)
            output = try FleetOutput(node)
        }
        for (key, node) in try root.required("subjects").mapping() {
            let subject = try FleetSubject(key, node)
            // Folders of the same name differ on no file system that ignores case.
            if let twin = subjects.first(where: {
                $0.name.lowercased() == subject.name.lowercased()
            }) {
                throw YAMLError(
                    key.position,
                    "\(subject.name.quotedForMessage) and \(twin.name.quotedForMessage) at "
                        + "\(twin.position) differ in case alone; rename one")
            }
            subjects.append(subject)
        }
        for (key, node) in try root["presets"]?.mapping() ?? [] {
            let preset = try FleetPreset(key, node)
            _ = try subjects(of: preset)
            presets.append(preset)
        }
    }

    /// The preset of that name; throws a sentence with the nearest one.
    package func preset(_ name: String) throws -> FleetPreset {
        guard let preset = presets.first(where: { $0.name == name }) else {
            throw UnknownName(
                description: "\(file) has no preset \(name.quotedForMessage)"
                    + (presets.isEmpty
                        ? "; it has no presets at all."
                        : Suggestion.question(about: name, among: presets.map(\.name))))
        }
        return preset
    }

    /// The subjects of a preset in the file's order, each with the settings that apply to it.
    package func subjects(of preset: FleetPreset) throws -> [FleetSubject] {
        do {
            return try subjects(matching: preset.subjects.value).map { subject in
                var subject = subject
                subject.settings = subject.settings.over(preset.settings.over(defaults))
                return subject
            }
        } catch {
            throw YAMLError(preset.subjects.position, "\(error.formatted)")
        }
    }

    /// The subjects that any of the patterns chooses; throws a sentence if one chooses none.
    package func subjects(matching patterns: [String]) throws -> [FleetSubject] {
        let patterns = try patterns.map { try SubjectPattern($0) }
        for pattern in patterns where !subjects.contains(where: pattern.matches) {
            throw UnknownName(
                description: "no subject matches \(pattern.text.quotedForMessage)"
                    + Suggestion.question(
                        about: pattern.text, among: pattern.candidates(subjects)))
        }
        return subjects.filter { subject in patterns.contains { $0.matches(subject) } }
    }

    package struct UnknownName: Error, CustomStringConvertible {
        package var description: String
    }
}
