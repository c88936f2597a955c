// SPDX-License-Identifier: Apache-2.0
import SCSFleet
import Testing

/// SCS's `config.toml` as `scs-check.yaml`.
struct FleetImportTests {
    private let config = """
        [secrets]
        keyfile = ".secret/key"
        tokenfile = ".secret/token"
        [presets.default]
        scopes = ["iaas-scope"]
        subjects = ["one"]
        [presets.nightly]
        scopes = ["iaas-scope", "own", "kaas-scope", "gone"]
        subjects = ["one", "two-ro", "1.30", "a/b", "ONE"]
        workers = 16
        colour = "blue"
        [presets.clusters]
        scopes = ["kaas-scope"]
        subjects = ["c1"]
        [scopes.iaas-scope]
        spec = "./scs-compatible-iaas.yaml"
        [scopes.kaas-scope]
        spec = "./scs-compatible-kaas.yaml"
        [scopes.own]
        spec = "own scope's.yaml"
        [subjects._.mapping]
        os_cloud = "cloud-{subject}"
        subject_root = "{subject}"
        [subjects.two-ro.mapping]
        os_cloud = "null"

        """

    private func made(_ text: String) throws -> FleetImport {
        try FleetImport(Array(text.utf8), file: "dir/config.toml")
    }

    private func read(_ made: FleetImport) throws -> FleetConfiguration {
        try FleetConfiguration(Array(made.text.utf8), file: "f.yaml")
    }

    @Test func `What our own reader reads selects the same subjects, clouds and workers`() throws {
        let file = try read(try made(config))
        #expect(file.presets.map(\.name) == ["default", "nightly-iaas-scope", "nightly-own"])
        let nightly = try file.preset("nightly-iaas-scope")
        let subjects = try file.subjects(of: nightly)
        #expect(subjects.map(\.name) == ["one", "two-ro", "1.30"])
        #expect(subjects.map(\.cloud) == ["cloud-one", "null", "cloud-1.30"])
        #expect(subjects.map { $0.settings.scope?.value } == ["iaas", "iaas", "iaas"])
        #expect(nightly.output.jobs?.value == 16)
        #expect(try file.preset("default").output.jobs?.value == 5)
        let own = try file.subjects(of: file.preset("nightly-own"))
        #expect(own.first?.settings.scope?.value == "dir/own scope's.yaml")
    }

    @Test func `It says what it could not carry over, and where`() throws {
        let notes = try made(config).notes
        for note in [
            "dir/config.toml:8:32: the scope \"kaas-scope\" is about Kubernetes clusters, not clouds",
            "dir/config.toml:8:46: the scope \"gone\" has no spec",
            "dir/config.toml:9:38: the subject \"a/b\" cannot name a folder of reports",
            "dir/config.toml:9:45: the subject \"ONE\" differs from another in case alone",
            "dir/config.toml:11:1: \"colour\" is unknown",
            "dir/config.toml:12:10: the preset \"clusters\" has no scope that could be carried over",
        ] {
            #expect(notes.contains(note), "\(note)")
        }
        #expect(
            notes.contains { $0.hasPrefix("dir/config.toml:23:1: the variable \"subject_root\"") })
        #expect(notes.contains { $0.contains("set key to dir/.secret/key") })
        #expect(notes.count == 9)
    }

    @Test(arguments: [
        ("", "c:1:1"),
        ("[presets.a]\nscopes = 3", "dir/config.toml:2:10: scopes is a string; expected a list"),
        ("presets = []", "dir/config.toml:1:11: presets is a list; expected a mapping"),
        ("[presets.a]\nscopes = ['x']\nsubjects = ['y']", "this file has no preset"),
        ("[presets.a]\nscopes = [['x']]", "dir/config.toml:2:11: an entry of scopes is a list"),
    ])
    func `A file without a preset of ours is an error`(_ text: String, _ message: String) {
        let error = #expect(throws: (any Error).self) { try made(text) }
        let description = error.map { "\($0)" } ?? ""
        #expect(
            description.contains(message == "c:1:1" ? "this file has no preset" : message),
            "\(description)")
    }
}
