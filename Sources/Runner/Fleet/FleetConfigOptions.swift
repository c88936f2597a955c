// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet

/// What `config` shows of scs-check.yaml, and how it makes one.
struct FleetConfigOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Show scs-check.yaml: FILE, or without a value the one that is searched.",
            valueName: "file"), completion: .file())
    var config: String?

    @Option(
        help: ArgumentHelp("Show this preset of scs-check.yaml alone.", valueName: "name"),
        completion: Completion.presets)
    var preset: String?

    @Option(
        help: ArgumentHelp(
            "Show these subjects alone: a name, glob, group:NAME or label:KEY=VALUE.",
            valueName: "pattern"), completion: Completion.subjects)
    var subject: [String] = []

    @Option(
        name: .customLong("import"),
        help: ArgumentHelp(
            "Print the config.toml of SCS's own test runner as scs-check.yaml.", valueName: "file"),
        completion: .file(extensions: ["toml"]))
    var imported: String?

    /// `--config` without a file; see `GivenArguments`.
    @Flag(name: .customLong("search-config"), help: .hidden)
    var searches = false

    /// Whether scs-check.yaml is shown, not a cloud.
    var showsFleet: Bool { searches || config != nil || preset != nil || !subject.isEmpty }

    func validate() throws {
        if imported != nil && showsFleet {
            throw ValidationError(
                "--import prints a new scs-check.yaml; omit --config, --preset and --subject.")
        }
    }

    /// Shows the file; throws a `ValidationError`.
    func show(_ format: ConfigCommand.Format) throws {
        let file = try FleetConfigurationFile.read(config)
        let view: FleetView
        do {
            view = try FleetView(file, preset: preset, patterns: subject)
        } catch {
            throw ValidationError(because: error)
        }
        switch format {
        case .json: Console.print(try ConfigCommand.text(view.json))
        case .text: Console.print(Self.text(view))
        }
    }

    /// Prints the imported file, and what it lacks to standard error; throws a `ValidationError`.
    func printImported(_ path: String) throws {
        guard let bytes = try ConfigurationFile.contents(path) else {
            throw ValidationError("The file \(path.harmless(300)) does not exist.")
        }
        let made: FleetImport
        do {
            made = try FleetImport(bytes, file: path)
        } catch {
            throw ValidationError(because: error)
        }
        let program = CheckProgram.current.name
        Console.print(
            "# Made from \(path.harmless(300)); `\(program) config --config FILE` shows what applies.\n"
                + made.notes.map { "# Not carried over: \($0)\n" }.joined() + made.text.trimmed)
        for note in made.notes { Console.tell("not carried over: \(note)") }
    }

    /// One value a line, with its place; presets first.
    static func text(_ view: FleetView) -> String {
        let settings =
            view.presets.flatMap { $0.settings + $0.subjects.flatMap(\.settings) }
            + view.subjects.flatMap(\.settings)
        let keys = settings.map(\.key.count).max() ?? 0
        let values = settings.map { ConfigCommand.shown($0.value).count }.filter { $0 <= 60 }.max()
        func rows(_ settings: [FleetView.Setting], _ indent: String) -> [String] {
            settings.map { setting in
                let value = ConfigCommand.shown(setting.value).padded(to: values ?? 0)
                return "\(indent)\(setting.key.padded(to: keys))  \(value)  "
                    + setting.source.harmless(400)
            }
        }
        func lines(_ subject: FleetView.Subject, _ indent: String) -> [String] {
            ["\(indent)subject \(subject.name), \(subject.source.harmless(400))"]
                + rows(subject.settings, indent + "  ")
        }
        var all = ["read \(view.file.harmless(400))"]
        for preset in view.presets {
            all += ["", "preset \(preset.name.harmless(200)), \(preset.source.harmless(400))"]
            all += rows(preset.settings, "  ")
            all += preset.subjects.flatMap { lines($0, "  ") }
        }
        if !view.subjects.isEmpty { all.append("") }
        return (all + view.subjects.flatMap { lines($0, "") }).joined(separator: "\n")
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix("\n") ? String(dropLast()) : self }
}
