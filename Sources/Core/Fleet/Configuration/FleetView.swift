// SPDX-License-Identifier: Apache-2.0
import SCSCheck
package import SCSSupport
import SCSYAML

/// What of scs-check.yaml applies to presets and subjects, and where each value comes from; no secret.
package struct FleetView: Sendable {
    package struct Setting: Sendable {
        package var key: String
        package var value: JSON
        /// `FILE:LINE:COLUMN`
        package var source: String
    }

    package struct Subject: Sendable {
        package var name: String
        package var source: String
        package var settings: [Setting]
    }

    package struct Preset: Sendable {
        package var name: String
        package var source: String
        package var settings: [Setting]
        package var subjects: [Subject]
    }

    package var file: String
    package var presets: [Preset]
    /// Subjects as they are without a preset.
    package var subjects: [Subject]

    /// Everything, or one preset, or the subjects that patterns choose; throws a sentence if they choose nothing.
    package init(_ file: FleetConfiguration, preset: String?, patterns: [String]) throws {
        self.file = file.file
        let names =
            patterns.isEmpty ? nil : Set(try file.subjects(matching: patterns).map(\.name))
        let presets = try preset.map { [try file.preset($0)] } ?? (names == nil ? file.presets : [])
        self.presets = try presets.map { preset in
            Preset(
                name: preset.name, source: preset.position.description,
                settings: preset.output.over(file.output).shown,
                subjects: try file.subjects(of: preset).filter {
                    names?.contains($0.name) ?? true
                }.map(\.shown))
        }
        subjects =
            preset != nil
            ? []
            : file.subjects.filter { names?.contains($0.name) ?? true }.map { subject in
                var subject = subject
                subject.settings = subject.settings.over(file.defaults)
                return subject.shown
            }
    }

    package var json: JSON {
        func settings(_ settings: [Setting]) -> JSON {
            .object(
                settings.reduce(into: [:]) {
                    $0[$1.key] = .object(["value": $1.value, "source": .string($1.source)])
                })
        }
        func list(_ subjects: [Subject]) -> JSON {
            .array(
                subjects.map {
                    .object([
                        "name": .string($0.name), "source": .string($0.source),
                        "settings": settings($0.settings),
                    ])
                })
        }
        return .object([
            "file": .string(file), "subjects": list(subjects),
            "presets": .array(
                presets.map {
                    .object([
                        "name": .string($0.name), "source": .string($0.source),
                        "settings": settings($0.settings), "subjects": list($0.subjects),
                    ])
                }),
        ])
    }
}

extension FleetSubject {
    fileprivate var shown: FleetView.Subject {
        var texts: [(String, JSON?)] = [
            ("cloud", .string(cloud)), ("region", region.map(JSON.string)),
        ]
        texts += Self.credentialKeys.map { ($0, credentials[$0].map { .string($0.value) }) }
        let others = credentials.filter { !Self.credentialKeys.contains($0.key) }
        texts += [
            ("credentials", others.isEmpty ? nil : .object(others.mapValues { .string($0.value) })),
            ("groups", groups.isEmpty ? nil : .array(groups.map(JSON.string))),
            ("labels", labels.isEmpty ? nil : .object(labels.mapValues(JSON.string))),
            ("attestations", attestations.map(JSON.string)),
            ("secrets-command", secretsCommand.map { .string($0.programAlone) }),
        ]
        let own = texts.compactMap { key, value in
            value.map {
                FleetView.Setting(
                    key: key, value: $0, source: (sources[key] ?? position).description)
            }
        }
        return FleetView.Subject(
            name: name, source: position.description, settings: own + settings.shown)
    }
}

extension FleetSettings {
    fileprivate var shown: [FleetView.Setting] {
        [
            scope.shown("scope"), version.shown("version"), standards.shown("standards"),
            depth.shown("depth") { .string($0.rawValue) }, timeLimit.shown("time-limit"),
            totalTime.shown("total-time"), requests.shown("requests"),
            allRegions.shown("all-regions") { .bool($0) },
        ].compactMap(\.self)
            // Each has a source of its own.
            + parameters.sorted { $0.key < $1.key }.map { id, value in
                FleetView.Setting(
                    key: "parameters.\(id)", value: .string(value.value),
                    source: value.position.description)
            }
    }
}

extension FleetOutput {
    fileprivate var shown: [FleetView.Setting] {
        let command = { (text: String) in JSON.string(text.programAlone) }
        return [
            checks.shown("checks"), allowedPlugins.shown("allow-cloud-access"),
            folder.shown("output"), formats.shown("format"), jobs.shown("jobs"),
            evidence.shown("evidence"), history.shown("history"), metrics.shown("metrics"),
            key.shown("key"), passphraseCommand.shown("passphrase-command", command),
            // Whoever put a password into the URL, it is not shown.
            (upload?.monitor).shown("upload.monitor") { .string(SafeURL.cleaned($0)) },
            (upload?.user).shown("upload.user"),
            (upload?.passwordCommand).shown("upload.password-command", command),
            (upload?.cacert).shown("upload.cacert"), (upload?.queue).shown("upload.queue"),
        ].compactMap(\.self)
    }
}

extension String {
    /// A command without its arguments, which may be secrets.
    fileprivate var programAlone: String {
        let words = split(separator: " ")
        return (words.first.map(String.init) ?? "") + (words.count > 1 ? " …" : "")
    }
}

extension Optional {
    fileprivate func shown<Value>(
        _ key: String, _ json: (Value) -> JSON
    ) -> FleetView.Setting? where Wrapped == Sourced<Value> {
        map {
            FleetView.Setting(
                key: key, value: json($0.value), source: $0.position.description)
        }
    }

    fileprivate func shown(_ key: String) -> FleetView.Setting? where Wrapped == Sourced<String> {
        shown(key) { .string($0) }
    }

    fileprivate func shown(_ key: String) -> FleetView.Setting? where Wrapped == Sourced<[String]> {
        shown(key) { .array($0.map(JSON.string)) }
    }

    fileprivate func shown(_ key: String) -> FleetView.Setting? where Wrapped == Sourced<Int> {
        shown(key) { .integer(Int64($0)) }
    }
}
