// SPDX-License-Identifier: Apache-2.0
import SCSOpenStack
import SCSSupport

/// What a plug-in says about itself: its standard, its test cases, and what they need.
struct PluginDescription: Sendable {
    /// The version of the protocol that this program speaks.
    static let protocolVersion = 1

    /// One test case with its declared steps.
    struct Testcase: Sendable {
        var entry: StandardDescription.Entry
        var depth: Depth
        /// Whether it needs endpoints and token of the run.
        var callsCloud: Bool
        var facts: [any DeclaredFact<Cloud>]
        var steps: [Step]
        /// How many resources of each kind it may hold at the same time.
        var kinds: [PluginKind: Int]
    }

    var standard: StandardDescription
    var prerequisites: [Prerequisite]
    var testcases: [Testcase]

    /// A description that cannot be used, and all that is wrong with it.
    struct Unusable: Error, CustomStringConvertible {
        var problems: [String]

        var description: String { problems.joined(separator: " ") }
    }

    /// Reads what `describe` printed; throws `Unusable`. `facts` are those that it may ask for.
    init(_ bytes: [UInt8], facts: [any DeclaredFact<Cloud>] = CloudFacts.common) throws {
        let json: JSON
        do {
            json = try JSON.parse(bytes)
        } catch {
            throw Unusable(problems: [
                "What describe printed is not one JSON object: \(error.formatted)."
            ])
        }
        let reader = PluginReader()
        let read = Self.read(json, facts, reader)
        guard let read, reader.problems.isEmpty else {
            throw Unusable(problems: reader.problems)
        }
        self = read
    }

    private init(
        standard: StandardDescription, prerequisites: [Prerequisite], testcases: [Testcase]
    ) {
        self.standard = standard
        self.prerequisites = prerequisites
        self.testcases = testcases
    }

    /// Nil only where there are problems.
    private static func read(
        _ json: JSON, _ facts: [any DeclaredFact<Cloud>], _ reader: PluginReader
    ) -> PluginDescription? {
        // What another version means by its words nobody knows here.
        guard json["protocol"]?.integer == Int64(protocolVersion) else {
            reader.wrong("$.protocol", json["protocol"], expected: "\(protocolVersion)")
            return nil
        }
        guard
            let root = reader.object(
                json, at: "$",
                allows: ["protocol", "standard", "prerequisites", "testcases"])
        else { return nil }
        let standard = standard(root["standard"], reader)
        let prerequisites = prerequisites(root["prerequisites"], reader)
        let testcases = root.list("testcases", atMost: 500, isOptional: false)
            .compactMap { testcase($0, at: $1, facts, reader) }
        var seen: Set<String> = []
        for id in testcases.map(\.entry.id) where !seen.insert(id).inserted {
            reader.wrong("The test case \(id) is described twice; give each an id of its own.")
        }
        guard var standard else { return nil }
        for id in standard.names where seen.contains(id) {
            reader.wrong("\(id) names both the standard and a test case; rename one of them.")
        }
        standard.testcases = testcases.map(\.entry)
        return PluginDescription(
            standard: standard, prerequisites: prerequisites, testcases: testcases)
    }

    private static func standard(_ json: JSON?, _ reader: PluginReader) -> StandardDescription? {
        guard
            let fields = reader.object(
                json, at: "$.standard",
                allows: ["id", "version", "name", "url", "summary", "aliases"])
        else { return nil }
        let aliases = fields.texts(
            "aliases", atMost: 20, expected: PluginObject.idForm, PluginObject.isID)
        let (id, version) = (fields.id("id"), fields.id("version"))
        let name = fields.text("name", limit: 100)
        let summary = fields.text("summary", limit: 4000)
        let url = url(fields)
        guard let id, let version, let name, let summary, let url else { return nil }
        return StandardDescription(
            id: id, version: version, name: name, aliases: aliases, summary: summary, url: url,
            testcases: [])
    }

    private static func url(_ fields: PluginObject, isOptional: Bool = false) -> String? {
        guard let url = fields.text("url", limit: 500, isOptional: isOptional) else { return nil }
        let isURL = url.hasPrefix("https://") || url.hasPrefix("http://")
        // Reports have links to it: what ends a link must be percent-encoded.
        let isPlain = url.utf8.allSatisfy {
            (0x21...0x7E).contains($0) && !"()<>[]{}\"`|\\^".utf8.contains($0)
        }
        guard isURL, isPlain else {
            fields.wrong("url", expected: "an https or http URL of ASCII characters")
            return nil
        }
        return url
    }

    /// What a built-in module would say; absent: a customer's credential.
    private static func prerequisites(_ json: JSON?, _ reader: PluginReader) -> [Prerequisite] {
        guard let json else { return [.customer] }
        guard
            let fields = reader.object(
                json, at: "$.prerequisites", allows: ["role", "without_roles", "services", "quota"])
        else { return [] }
        func isRole(_ text: String) -> Bool { !text.isEmpty && text.harmless(64) == text }
        let without = fields.texts(
            "without_roles", atMost: 10, expected: "the name of a role", isRole)
        var all: [Prerequisite] = [.customer]
        if fields["role"] != nil {
            if let role = fields.text("role", limit: 64) { all = [.role(role, without: without)] }
        } else if !without.isEmpty {
            fields.wrong("role", expected: "the role to hold, as without_roles is given")
        }
        let services = ServiceType.all
        all += fields.texts(
            "services", atMost: 10,
            expected: "one of \(services.map(\.name).joined(separator: ", "))"
        ) { text in
            services.contains { $0.name == text }
        }.compactMap { name in services.first { $0.name == name }.map(Prerequisite.service) }
        return all + (fields.flag("quota") ? [.quota] : [])
    }

    private static func testcase(
        _ json: JSON, at path: String, _ known: [any DeclaredFact<Cloud>], _ reader: PluginReader
    ) -> Testcase? {
        guard
            let fields = reader.object(
                json, at: path,
                allows: [
                    "id", "title", "target", "url", "depth", "calls_cloud", "facts", "steps",
                ])
        else { return nil }
        let (id, title) = (fields.id("id"), fields.text("title", limit: 200))
        let target: Target? = fields.word("target")
        let depth: Depth? = fields.word("depth", orElse: .api)
        let url = url(fields, isOptional: true)
        let names = known.map(\.name)
        let facts = fields.texts(
            "facts", atMost: names.count, expected: "one of \(names.joined(separator: ", "))",
            names.contains
        ).compactMap { name in known.first { $0.name == name } }
        let callsCloud = fields.flag("calls_cloud")
        let steps = fields.list("steps", atMost: 100, isOptional: false)
            .compactMap { PluginStep.read($0, at: $1, reader) }
        if !steps.isEmpty, !steps.contains(where: { $0.step.role == .require }) {
            reader.wrong(
                "\(path).steps has no step with the role requires, so nothing can be disproved.")
        }
        if !callsCloud, let created = steps.lazy.flatMap(\.creates).first {
            reader.wrong(
                "\(path).steps creates something (\(created.rawValue)), but \(path).calls_cloud is not true."
            )
        }
        guard let id, let title, let target, let depth else { return nil }
        return Testcase(
            entry: StandardDescription.Entry(
                id: id, title: title, target: target, isManual: false, url: url),
            depth: depth, callsCloud: callsCloud, facts: facts, steps: steps.map(\.step),
            kinds: PluginStep.peak(of: steps))
    }
}
