// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSOpenStack
@testable import SCSSupport
@testable import SCSYAML

struct ParameterTests {
    private enum Colour: String, CaseIterable {
        case red, green
    }

    private static let colour = Parameter<Colour>(
        "scs-9999", "colour", .choice, default: .red, "The colour.")
    private static let patience = Parameter(
        "scs-9999", "patience", .duration(.seconds(1)...(.seconds(7200))), default: .seconds(90),
        "How long to wait.")
    private static let count = Parameter(
        "scs-9999", "count", .integer(1...8), default: 2, "How many.")
    private static let even = Parameter(
        "scs-9999", "even", .integer(0...8).only("an even number up to 8") { $0 % 2 == 0 },
        default: 2,
        "How many pairs.")
    private static let mirror = Parameter(
        "scs-9999", "mirror", .url, otherwise: "no mirror", "The mirror.")

    private struct Module: CheckModule {
        let standard = "scs-9999"
        var prerequisites: [Prerequisite] { [] }
        var testcases: [Testcase] {
            [
                .judging("scs-9999-few", Fact<Int>.shades, "there are few shades") {
                    number, judgement in
                    if number > judgement[count] { judgement.violation("There are \(number).") }
                }
            ]
        }
        var parameters: [any DeclaredParameter] = [colour, patience, count, even, mirror]
    }

    private static let description = StandardDescription(
        id: "scs-9999", version: "scs-9999-v1", name: "Colours", aliases: ["colours"], summary: "",
        url: "",
        testcases: [
            StandardDescription.Entry(
                id: "scs-9999-few", title: "Few shades", target: .main, isManual: false, url: nil)
        ])

    private static let context = ParameterContext(
        subject: "c", date: Date(timeIntervalSince1970: 1_780_000_000)
    ) { $0 == "/shades" ? Array("7".utf8) : nil }

    private func registry(_ module: Module = Module()) throws -> CheckRegistry {
        var registry = try CheckRegistry([])
        try registry.add(Self.description, module)
        return registry
    }

    private func values(_ assignments: [ParameterAssignment]) throws -> ParameterValues {
        let registry = try registry()
        let plan = try Plan(
            modules: registry.modules, standards: registry.standards, selectors: ["colours"],
            depth: nil)
        return try registry.values(assignments, for: plan, in: Self.context)
    }

    private func values(_ assignments: (String, String)...) throws -> ParameterValues {
        try values(assignments.map { ParameterAssignment($0.0, $0.1, origin: "--set \($0.0)") })
    }

    @Test(arguments: [
        (
            "scs-9998.colour", "red",
            #"--set scs-9998.colour: no standard is called "scs-9998"; did you mean "scs-9999"?"#
        ),
        (
            "scs-9999.color", "red",
            #"--set scs-9999.color: scs-9999 has no parameter "color"; did you mean "colour"? Its "#
                + "parameters are: colour, patience, count, even, mirror."
        ),
        (
            "scs-9999.colour", "blue",
            #"--set scs-9999.colour takes one of red, green, not "blue"."#
        ),
        (
            "scs-9999.patience", "3h",
            #"--set scs-9999.patience takes a duration such as 90s, 15m or 2h, from 1s to 2h, not "3h"."#
        ),
        (
            "scs-9999.count", "9",
            #"--set scs-9999.count takes a whole number from 1 to 8, not "9"."#
        ),
        ("scs-9999.even", "3", #"--set scs-9999.even takes an even number up to 8, not "3"."#),
        (
            "scs-9999.mirror", "example.org",
            #"--set scs-9999.mirror takes a URL, not "example.org"."#
        ),
        ("scs-9999.mirror", "https://", #"--set scs-9999.mirror takes a URL, not "https://"."#),
    ])
    func `A wrong assignment is refused with what was expected`(
        id: String, value: String, message: String
    ) {
        let error = #expect(throws: WrongAssignment.self) { try values((id, value)) }
        #expect(error?.description == message)
    }

    @Test func `A parameter that is set twice is refused`() throws {
        let error = #expect(throws: WrongAssignment.self) {
            try values([
                ParameterAssignment("scs-9999.count", "1", origin: "--set scs-9999.count"),
                ParameterAssignment("colours.count", "1", origin: "--count"),
            ])
        }
        #expect(
            error?.description
                == "--set scs-9999.count and --count set the same parameter; give one of them.")
    }

    @Test func `A parameter has its default until it is set, by any name of its standard`() throws {
        #expect(try values()[Self.patience] == .seconds(90))
        #expect(try values()[Self.mirror] == nil)
        let set = try values(
            ("colours.colour", "green"), ("scs-9999-v1.patience", "2m"),
            ("scs-9999.mirror", "http://a=b/"))
        #expect(set[Self.colour] == .green)
        #expect(set[Self.patience] == .seconds(120))
        #expect(set[Self.mirror] == "http://a=b/")
    }

    @Test func `A parameter of a standard that is not tested is refused`() throws {
        let registry = try registry()
        let plan = try Plan(
            modules: registry.modules, standards: registry.standards, selectors: ["colours"],
            depth: nil)
        let error = #expect(throws: WrongAssignment.self) {
            try ParameterValues(
                [ParameterAssignment("scs-9999.count", "1", origin: "--set scs-9999.count")],
                of: registry.modules, registry.standards, in: Self.context,
                isTested: { $0 != "scs-9999" && plan.tests($0) })
        }
        #expect(
            error?.description
                == "--set scs-9999.count has no effect, as no test case of scs-9999 is selected; "
                + "select one, or omit it.")
    }

    @Test(arguments: [
        ("/none", #"names the file "/none", which does not exist."#),
        ("", "takes the path of a file, not"),
    ])
    func `A file that is not there is refused`(path: String, message: String) {
        let file = Parameter<String?>(
            "scs-9999", "file", .file { String(decoding: $0.bytes, as: UTF8.self) },
            otherwise: "none", "A file.")
        let error = #expect(throws: (any Error).self) {
            try file.value(path, in: Self.context)
        }
        #expect(error.map { "\($0)" }?.contains(message) == true)
    }

    @Test func `A file's contents are read before the run`() throws {
        let file = Parameter<String?>(
            "scs-9999", "file",
            .file { "\($0.subject) \(String(decoding: $0.bytes, as: UTF8.self))" },
            otherwise: "none", "A file.")
        #expect(try file.value("/shades", in: Self.context) as? String == "c 7")
    }

    @Test(arguments: [("1", Verdict.fail), ("2", .pass)])
    func `A judgement reads parameters`(count: String, verdict: Verdict) async throws {
        let facts = try RecordedFacts.read(Array(#"{"shades": 2}"#.utf8), file: "f")
        var settings = CheckSettings(seed: 1)
        settings.parameters = try values(("scs-9999.count", count))
        let outcomes = await Engine(
            cloud: .offline(clock: InstantClock(), date: { Self.context.date }),
            plan: try Plan(of: Module()),
            tracker: ResourceTracker(
                prefix: "p", journal: JournalMemory(), date: { Self.context.date }),
            facts: FactStore(recorded: facts, orElse: Self.context.date), settings: settings
        ).run()
        #expect(outcomes.map(\.verdict) == [verdict])
    }

    @Test func `Defaults are spelled as users write them`() {
        #expect(Self.patience.defaultText == "90s")
        #expect(Self.colour.defaultText == "red")
        #expect(Self.mirror.defaultText == "no mirror")
    }

    @Test func `Advice names the parameter as the interface does`() {
        #expect(Self.colour.inParentheses.isEmpty)
        InterfaceTerm.$given.withValue(.init { _ in "--set" }) {
            #expect(Self.colour.inParentheses == " (--set scs-9999.colour=red|green)")
        }
    }

    @Test(arguments: [
        (
            "scs-9998", "colour",
            "The module of scs-9999 declares the parameter scs-9998.colour, which"
        ),
        ("scs-9999", "Colour", "The parameter scs-9999.Colour must have a name of lower-case"),
        ("scs-9999", "count", "The module of scs-9999 declares two scs-9999.count."),
    ])
    func `A module cannot declare a parameter that nobody can set`(
        standard: String, name: String, message: String
    ) {
        var module = Module()
        module.parameters.append(Parameter(standard, name, .text(), default: "", "Something."))
        let error = #expect(throws: RegistryError.self) { try registry(module) }
        #expect(error?.description.hasPrefix(message) == true)
    }
}

extension FactOf where Subject == Cloud, Value == Int {
    fileprivate static var shades: FactOf {
        FactOf("shades", "How many shades there are.") { _ in 2 }
    }
}
