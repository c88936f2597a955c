// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// Shows a cloud's effective configuration and the source of each value.
struct ConfigCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show a cloud's effective configuration and where each value comes from.",
        discussion: """
            Values are merged in openstacksdk's order: defaults, profile (clouds-public.yaml or built in), \
            clouds.yaml, secure.yaml, the region's values; or the OS_* variables. Secrets are shown as •••. \
            No request is sent. With --config, --preset or --subject it shows scs-check.yaml instead, of commands \
            only the program.

            Example:
              \(CheckProgram.current.name) config --cloud mycloud
            """)

    @Option(
        help: ArgumentHelp(
            "The cloud's name in clouds.yaml. Default: OS_CLOUD, else the OS_* variables.",
            valueName: "name"), completion: Completion.clouds)
    var cloud: String?

    @Option(help: ArgumentHelp("The region, if the cloud has several.", valueName: "name"))
    var region: String?

    @OptionGroup(title: "Many clouds") var fleet: FleetConfigOptions

    @Option(help: "The output format: text (one value per line) or json.")
    var format = Format.text

    func validate() throws {
        if fleet.showsFleet || fleet.imported != nil, cloud != nil || region != nil {
            throw ValidationError(
                "--cloud and --region show a cloud of clouds.yaml; omit them, or the options of scs-check.yaml."
            )
        }
        if fleet.imported != nil, format == .json {
            throw ValidationError("--import prints YAML; omit --format.")
        }
    }

    func run() throws {
        if let imported = fleet.imported { return try fleet.printImported(imported) }
        if fleet.showsFleet { return try fleet.show(format) }
        if let cloud, cloud == "simulated" || cloud.hasPrefix("simulated:") {
            throw ValidationError(
                "The cloud \(cloud) is built into scs-check and has no configuration; "
                    + "name a cloud of clouds.yaml.")
        }
        let effective: EffectiveConfiguration
        do {
            effective = try ConfigurationFile.finder.effective(cloud: cloud, region: region)
        } catch {
            throw error.asCommandError
        }
        switch format {
        case .json:
            Console.print(try Self.text(effective.json))
        case .text:
            Console.print(Self.text(effective))
            for warning in effective.warnings { Console.tell("warning: \(warning)") }
        }
    }

    static func text(_ json: JSON) throws -> String {
        String(decoding: try JSONWriter.text(json), as: UTF8.self)
    }

    /// One value per line, with its source; omits what is not set.
    static func text(_ effective: EffectiveConfiguration) -> String {
        let lines = effective.settings.filter { $0.value != .null }.map { setting in
            (setting.key, shown(setting.value), setting.source ?? "")
        }
        let keys = lines.map(\.0.count).max() ?? 0
        let values = lines.map(\.1.count).filter { $0 <= 60 }.max() ?? 0
        let head = ["cloud \(effective.configuration.name)"] + effective.files.map { "read \($0)" }
        let rows = lines.map { key, value, source in
            key.padded(to: keys) + "  " + value.padded(to: values) + "  " + source.harmless(400)
        }
        return (head + [""] + rows).joined(separator: "\n")
    }

    static func shown(_ value: JSON) -> String {
        switch value {
        case .null: ""
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let text): text.isEmpty ? "(none)" : text.harmless(400)
        case .array(let values): values.map(shown).joined(separator: ", ")
        case .object(let fields):
            fields.sorted { $0.key < $1.key }.map { "\($0.key)=\(shown($0.value))" }
                .joined(separator: ", ")
        }
    }
}
