// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSFleet
import Testing

/// `scs-check.yaml`, right and wrong.
struct FleetConfigurationTests {
    private func read(_ text: String) throws -> FleetConfiguration {
        try FleetConfiguration(Array(text.utf8), file: "f.yaml")
    }

    @Test(arguments: [
        ("", "f.yaml:1:1: the file is empty; expected subjects and presets"),
        ("presets: {}", "f.yaml:1:1: subjects is missing."),
        ("subject: {}", "f.yaml:1:1: \"subject\" is unknown here; did you mean \"subjects\"?"),
        ("subjects: [a]", "f.yaml:1:11: subjects is a list; expected a mapping"),
        (
            "subjects:\n  a: {regoin: x}",
            "f.yaml:2:7: \"regoin\" is unknown here; did you mean \"region\"?"
        ),
        (
            "subjects:\n  ../a: {}",
            "f.yaml:2:3: \"../a\" names a folder of reports; use up to 100 letters, digits, dots, hyphens and "
                + "underscores, and begin with a letter or digit"
        ),
        (
            "subjects:\n  a: {}\n  A: {}",
            "f.yaml:3:3: \"A\" and \"a\" at f.yaml:2:3 differ in case alone; rename one"
        ),
        (
            "subjects:\n  a: {region: r, all-regions: true}",
            "f.yaml:2:31: all-regions and region contradict each other; omit one of them"
        ),
        (
            "subjects: {a: {all-regions: 3}}",
            "f.yaml:1:29: all-regions is \"3\"; expected true or false"
        ),
        (
            "subjects:\n  a: {depth: deep}",
            "f.yaml:2:14: depth is \"deep\"; expected api, data or full"
        ),
        (
            "subjects:\n  a: {total-time: 0}",
            "f.yaml:2:19: total-time is \"0\"; expected 1 to 604800 seconds"
        ),
        (
            "subjects:\n  a: {credentials: {auditor: [x]}}",
            "f.yaml:2:30: auditor is a list; expected a string such as \"mycloud2\""
        ),
        (
            "subjects: {a: }\ndefaults: {parameters: [x]}",
            "f.yaml:2:24: parameters is a list; expected a mapping"
        ),
        ("subjects: {a: }\npresets:\n  n: {}", "f.yaml:3:6: subjects is missing."),
        (
            "subjects: {prod1: }\npresets:\n  n: {subjects: prod}",
            "f.yaml:3:17: no subject matches \"prod\"; did you mean \"prod1\"?"
        ),
        (
            "subjects: {a: {groups: [production]}}\npresets:\n  n: {subjects: 'group:prduction'}",
            "f.yaml:3:17: no subject matches \"group:prduction\"; did you mean \"group:production\"?"
        ),
        (
            "subjects: {a: }\npresets:\n  n: {subjects: 'label:x'}",
            "f.yaml:3:17: \"label:x\" is not label:KEY=VALUE."
        ),
        (
            "subjects: {a: }\npresets:\n  n: {subjects: a, jobs: 0}",
            "f.yaml:3:26: jobs is \"0\"; expected 1 to 1000 subjects at once"
        ),
    ])
    func `A mistake has its place and what was expected`(_ text: String, _ message: String) {
        let error = #expect(throws: (any Error).self) { try read(text) }
        #expect(error.map { "\($0)" } == message)
    }

    @Test func `A subject overrides its preset, and a preset the defaults`() throws {
        let file = try read(
            """
            defaults: {scope: iaas, version: v5.1, time-limit: 60, jobs: 4}
            subjects:
              one:
              two: {cloud: b, region: r2, groups: prod, labels: {country: de}, version: v4, time-limit: 20}
              three: {scope: other.yaml, groups: [prod]}
            presets:
              nightly: {subjects: ['*'], time-limit: 30, output: out}
              prod: {subjects: ['group:prod']}
              german: {subjects: ['label:country=de', 'o*']}
            """)
        let nightly = try file.subjects(of: file.preset("nightly"))
        #expect(nightly.map(\.name) == ["one", "two", "three"])
        #expect(nightly.map(\.cloud) == ["one", "b", "three"])
        #expect(nightly.map { $0.settings.scope?.value } == ["iaas", "iaas", "other.yaml"])
        // A version belongs to its scope.
        #expect(nightly.map { $0.settings.version?.value } == ["v5.1", "v4", nil])
        #expect(nightly.map { $0.settings.timeLimit?.value } == [30, 20, 30])
        #expect(nightly[1].settings.timeLimit?.position.description == "f.yaml:4:93")
        #expect(try file.subjects(of: file.preset("prod")).map(\.name) == ["two", "three"])
        #expect(try file.subjects(of: file.preset("german")).map(\.name) == ["one", "two"])
        #expect(try file.preset("nightly").output.over(file.output).jobs?.value == 4)
    }

    @Test func `Each parameter comes from the nearest that sets it`() throws {
        let file = try read(
            """
            defaults: {parameters: {a.b: defaults, a.c: defaults, a.d: defaults}}
            subjects:
              one: {scope: other.yaml, parameters: {a.b: subject}}
            presets:
              nightly: {subjects: one, parameters: {a.b: preset, a.c: preset}}
            """)
        let one = try #require(try file.subjects(of: file.preset("nightly")).first)
        #expect(
            one.settings.parameters.mapValues(\.value) == [
                "a.b": "subject", "a.c": "preset", "a.d": "defaults",
            ])
        #expect(one.settings.parameters["a.c"]?.position.description == "f.yaml:5:59")
    }

    @Test func `A preset with plug-ins of its own inherits nobody's leave to call the cloud`()
        throws
    {
        let file = try read(
            """
            defaults: {checks: /a, allow-cloud-access: x.py}
            subjects: {one: }
            presets:
              same: {subjects: one}
              less: {subjects: one, allow-cloud-access: [y.py]}
              other: {subjects: one, checks: /b}
            """)
        func output(_ preset: String) throws -> FleetOutput {
            try file.preset(preset).output.over(file.output)
        }
        #expect(try output("same").allowedPlugins?.value == ["x.py"])
        #expect(try output("less").checks?.value == "/a")
        #expect(try output("less").allowedPlugins?.value == ["y.py"])
        #expect(try output("other").checks?.value == "/b")
        #expect(try output("other").allowedPlugins == nil)
    }

    @Test func `An unknown preset suggests the nearest`() throws {
        let file = try read("subjects: {a: }\npresets: {nightly: {subjects: a}}")
        let error = #expect(throws: (any Error).self) { try file.preset("nigthly") }
        #expect(
            error.map { "\($0)" } == "f.yaml has no preset \"nigthly\"; did you mean \"nightly\"?")
    }

    @Test func `It is searched like clouds.yaml, and a variable comes first`() {
        func candidates(_ environment: [String: String]) -> [String] {
            FleetFile.candidates(
                environment: environment, workingDirectory: "/w", homeDirectory: "/h")
        }
        #expect(
            candidates([:]).filter { $0.hasSuffix(".yaml") } == [
                "/w/scs-check.yaml", "/h/.config/scs-check/scs-check.yaml",
                "/etc/scs-check/scs-check.yaml",
            ])
        #expect(candidates(["SCS_CHECK_CONFIG_FILE": "x.yaml"]) == ["/w/x.yaml"])
        // Entering a folder is no agreement to what a file in it says.
        let own = FleetFile.candidates(
            environment: [:], workingDirectory: "/w", homeDirectory: "/h", ofUserAlone: true)
        #expect(!own.isEmpty && own.allSatisfy { !$0.hasPrefix("/w") })
        #expect(candidates(["XDG_CONFIG_HOME": "/c"]).contains("/c/scs-check/scs-check.yaml"))
    }
}
