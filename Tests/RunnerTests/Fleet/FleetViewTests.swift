// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import SCSFleet
import TestSupport
import Testing

@testable import SCSCheckCommand

/// What `config --config` shows.
struct FleetViewTests {
    private let text = """
        defaults: {scope: iaas, output: out, jobs: 4, key: k, passphrase-command: echo hunter2}
        subjects:
          one: {secrets-command: echo hunter2, depth: api, groups: [prod]}
          two: {cloud: b, region: r, all-regions: false, parameters: {a.b: c}}
        presets:
          nightly:
            subjects: ['*']
            jobs: 2
            total-time: 60
            upload: {monitor: 'https://u:hunter2@m.example', password-command: /bin/echo hunter2}
          prod: {subjects: ['group:prod'], scope: other.yaml}

        """

    private func view(preset: String? = nil, _ patterns: [String] = []) throws -> FleetView {
        try FleetView(
            FleetConfiguration(Array(text.utf8), file: "f.yaml"), preset: preset, patterns: patterns
        )
    }

    @Test func `Each value has the place that it comes from`() throws {
        let nightly = try #require(try view(preset: "nightly").presets.first)
        func found(_ settings: [FleetView.Setting], _ key: String) -> [String] {
            settings.filter { $0.key == key }.map {
                "\(ConfigCommand.shown($0.value)) \($0.source)"
            }
        }
        #expect(nightly.source == "f.yaml:6:3")
        #expect(found(nightly.settings, "jobs") == ["2 f.yaml:8:11"])
        #expect(found(nightly.settings, "output") == ["out f.yaml:1:33"])
        let two = try #require(nightly.subjects.last)
        #expect(found(two.settings, "cloud") == ["b f.yaml:4:16"])
        #expect(found(two.settings, "parameters.a.b") == ["c f.yaml:4:68"])
        #expect(found(two.settings, "scope") == ["iaas f.yaml:1:19"])
        #expect(found(two.settings, "total-time") == ["60 f.yaml:9:17"])
        #expect(found(nightly.subjects[0].settings, "cloud") == ["one f.yaml:3:3"])
        #expect(
            found(try view().presets[1].subjects[0].settings, "scope") == [
                "other.yaml f.yaml:11:43"
            ])
        #expect(try view(["two"]).presets.isEmpty)
        #expect(try view(["two"]).subjects.map(\.name) == ["two"])
        #expect(try view(preset: "nightly", ["o*"]).presets[0].subjects.map(\.name) == ["one"])
        #expect(throws: (any Error).self) { try view(preset: "no") }
        #expect(throws: (any Error).self) { try view(["no"]) }
    }

    @Test func `No secret is shown, as text or as JSON`() throws {
        let view = try view()
        for shown in [FleetConfigOptions.text(view), try ConfigCommand.text(view.json)] {
            #expect(!shown.contains("hunter2"))
            #expect(shown.contains("echo …") && shown.contains("m.example"))
        }
        #expect(FleetConfigOptions.text(view).contains("\n  subject one, f.yaml:3:3\n"))
        #expect(view.json["presets"]?.array?.count == 2)
        let schema = RegistryTests.root + "/docs/schemas/fleet.schema.json"
        #expect(
            try JSONSchema(Array(Data(contentsOf: URL(filePath: schema)))).problems(in: view.json)
                .isEmpty)
    }

    @Test func `The command finds the file, and refuses what contradicts it`() async throws {
        let temporary = try TemporaryFolder()
        let file = temporary.path + "/scs-check.yaml"
        try Data(text.utf8).write(to: URL(filePath: file))
        func status(_ arguments: [String]) async throws -> Int32 {
            try await Program.status(of: ["config"] + arguments)
        }
        #expect(try await status(["--config", file]) == 0)
        #expect(try await status(["--config", file, "--preset", "prod", "--format", "json"]) == 0)
        #expect(try await status(["--config", file, "--preset", "none"]) == 64)
        #expect(try await status(["--config", file, "--cloud", "c"]) == 64)
        #expect(try await status(["--import", file, "--config", file]) == 64)
        #expect(try await status(["--import", file, "--format", "json"]) == 64)
        // YAML is no TOML.
        #expect(try await status(["--import", file]) == 64)
        #expect(try await status(["--import", file + ".toml"]) == 64)
        var given = GivenArguments(["config", "--config", "--format", "json"])
        let command = try #require(try given.command() as? ConfigCommand)
        #expect(command.fleet.showsFleet && command.fleet.config == nil)
    }
}
