// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSSupport

/// What a plug-in may say about itself, and the sentences about everything else.
@Suite struct PluginDescriptionTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func schema(_ name: String) throws -> JSONSchema {
        let file = root.appending(path: "docs/plugins/\(name).schema.json")
        return try JSONSchema(Array(try Data(contentsOf: file)))
    }

    @Test
    func `All that may be said is read`() throws {
        let text = PluginBench.description.replacing(
            "\"testcases\"",
            with: """
                "prerequisites": {"role": "manager", "without_roles": ["admin"],
                 "services": ["image"], "quota": true}, "testcases"
                """)
        let read = try PluginDescription(Array(text.utf8))
        #expect(
            read.prerequisites.map(\.description) == [
                "the credential holds the role manager, but not admin",
                "the catalog offers image",
                "the project's quota has room for what will be created",
            ])
        #expect(read.testcases.map(\.callsCloud) == [false, false, true])
        #expect(read.testcases[2].kinds == [.volume: 1])
        #expect(read.testcases[2].steps[0].creates == .volume(gib: 1))
        #expect(try Self.schema("description").problems(in: JSON.parse(Array(text.utf8))).isEmpty)
    }

    @Test(
        arguments: [
            ("\"id\": \"scs-9900\"", "\"id\": \"Scs 9900\"", "$.standard.id is \"Scs 9900\""),
            ("\"name\": \"Trials\",", "", "$.standard.name is missing"),
            ("https://example.org", "https://a.b/) c", "expected an https or http URL"),
            ("https://example.org", "file:///etc", "$.standard.url is \"file:///etc\""),
            (
                "\"Good\", \"target\": \"main\"", "\"Good\", \"target\": \"all\"",
                "[0].target is \"all\""
            ),
            ("\"flavors\"", "\"secrets\"", "$.testcases[0].facts[0] is \"secrets\""),
            ("\"facts\"", "\"fact\"", "did you mean \"facts\"?"),
            ("\"role\": \"prepares\"", "\"role\": \"hopes\"", "one of prepares, requires"),
            ("\"kind\": \"volume\"", "\"kind\": \"galaxy\"", "creates[0].kind is \"galaxy\""),
            ("\"gib\": 1", "\"gib\": 0", "gib is 0; expected a whole number from 1 to 1000"),
            (", \"gib\": 1", "", "gib is missing"),
            ("\"volume\", \"gib\": 1", "\"image\", \"gib\": 1", "as image has none"),
            (", \"calls_cloud\": true", "", "but $.testcases[2].calls_cloud is not true"),
            ("scs-9900-bad", "scs-9900-good", "scs-9900-good is described twice"),
            (
                "\"scs-9900-bad\"", "\"scs-9900\"",
                "scs-9900 names both the standard and a test case"
            ),
            (
                "\"judge\", \"role\": \"requires\"", "\"judge\", \"role\": \"prepares\"",
                "no step with the role requires"
            ),
        ])
    func `Whatever is wrong has a sentence with its path and what was expected`(
        _ old: String, _ new: String, _ sentence: String
    ) throws {
        let text = PluginBench.description.replacing(old, with: new)
        #expect(text != PluginBench.description)
        let error = #expect(throws: PluginDescription.Unusable.self) {
            try PluginDescription(Array(text.utf8))
        }
        #expect(
            error?.problems.contains { $0.contains(sentence) } == true, "\(error?.problems ?? [])")
        // The schema knows no sentences, and not what two fields mean together.
        let isOfOneField =
            !sentence.contains("twice") && !sentence.contains("both")
            && !sentence.contains("no step") && !sentence.contains("calls_cloud")
            // Which facts there are depends on the program's modules.
            && !sentence.contains("facts[0]")
        let problems = try Self.schema("description").problems(in: JSON.parse(Array(text.utf8)))
        #expect(problems.isEmpty != isOfOneField, "\(problems)")
    }

    @Test(
        arguments: [
            (#"{"do":"step-began","step":1}"#, true), (#"{"do":"step-ended","step":0}"#, false),
            (#"{"do":"evidence","text":"a"}"#, true), (#"{"do":"evidence","text":""}"#, false),
            (#"{"do":"evidence","kind":"states","text":"a"}"#, true),
            (#"{"do":"evidence","kind":"rumour","text":"a"}"#, false),
            (#"{"do":"note","text":"a"}"#, true), (#"{"do":"note","text":"a","x":1}"#, false),
            (#"{"do":"intend","kind":"server","name":"a-b_c.d","from":["e"]}"#, true),
            (#"{"do":"intend","kind":"server","name":"a b"}"#, false),
            (#"{"do":"intend","name":"a"}"#, false), (#"{"do":"created","name":"a"}"#, false),
            (#"{"do":"created","name":"a","id":"5"}"#, true), (#"{"do":"gone","name":"a"}"#, true),
            (#"{"do":"verdict","testcase":"a","verdict":"PASS"}"#, true),
            (#"{"do":"verdict","testcase":"a","verdict":"PASS","nothing_to_test":"b"}"#, true),
            (#"{"do":"verdict","testcase":"a","verdict":"PASS","message":"b"}"#, false),
            (#"{"do":"verdict","testcase":"a","verdict":"MISSING"}"#, false),
            (
                #"{"do":"verdict","testcase":"a","verdict":"FAIL","reason":"leftovers","message":"b"}"#,
                true
            ),
            (
                #"{"do":"verdict","testcase":"a","verdict":"FAIL","reason":"quota","message":"b"}"#,
                false
            ),
            (
                #"{"do":"verdict","testcase":"a","verdict":"ABORT","reason":"quota","message":"b","advice":"c"}"#,
                true
            ),
            (
                #"{"do":"verdict","testcase":"a","verdict":"ABORT","reason":"no-result","message":"b"}"#,
                false
            ),
            (#"{"verdict":"PASS"}"#, false), ("[]", false),
        ])
    func `Schema and program agree about each line`(_ text: String, _ isRight: Bool) throws {
        let problems = try Self.schema("output").problems(in: JSON.parse(Array(text.utf8)))
        #expect(problems.isEmpty == isRight, "\(problems)")
        if isRight {
            _ = try PluginLine(Array(text.utf8), hiding: SecretVault())
        } else {
            #expect(throws: PluginLine.Malformed.self) {
                try PluginLine(Array(text.utf8), hiding: SecretVault())
            }
        }
    }

    @Test
    func `Everything that a plug-in reads is valid against the schema`() async throws {
        let bench = try PluginBench(
            """
            printf '%s\\n' "$request" > input
            say intend "\\"kind\\":\\"volume\\",\\"name\\":\\"$prefix-a\\""
            read -r go; printf '%s\\n' "$go" >> input
            say gone "\\"name\\":\\"$prefix-a\\""
            read -r go; printf '%s\\n' "$go" >> input
            steps 1; pass
            """)
        let found = try await bench.run([PluginBench.maker])
        #expect(found[PluginBench.maker]?.verdict == .pass, "\(found)")
        let lines = Array(try Data(contentsOf: bench.temporary.file("input"))).split(separator: 10)
        #expect(lines.count == 3)
        let schema = try Self.schema("input")
        for line in lines {
            #expect(schema.problems(in: try JSON.parse(Array(line))).isEmpty)
        }
        let cloud = try JSON.parse(Array(lines[0]))["cloud"]
        #expect(cloud?["endpoints"]?["block-storage"]?.string?.contains("/v3/") == true)
        #expect(cloud?["verify"] == true)
    }
}
