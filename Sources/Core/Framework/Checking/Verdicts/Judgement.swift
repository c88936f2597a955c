// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials
import SCSSupport

/// What a pure function says about facts: all that is against a requirement; nothing is a PASS.
public struct Judgement: Sendable {
    /// When the facts were read.
    public let date: Date
    private let parameters: ParameterValues
    /// What disproves the requirement, one sentence each.
    public private(set) var violations: [String] = []
    /// What is worth knowing but does not change the verdict.
    public private(set) var remarks: [String] = []

    /// An empty judgement of facts read at this time, by the parameters of a run.
    public init(date: Date, parameters: ParameterValues = ParameterValues()) {
        self.date = date
        self.parameters = parameters
    }

    /// The value of a parameter of the check: what a user set, else its default.
    public subscript<Value>(parameter: Parameter<Value>) -> Value { parameters[parameter] }

    /// Adds what disproves the requirement: which resource, what it has, and what it should have.
    public mutating func violation(_ sentence: String) {
        violations.append(sentence)
    }

    /// Adds what an operator may want to know and no requirement is about.
    public mutating func remark(_ sentence: String) {
        remarks.append(sentence)
    }

    /// Throws a finding with all violations, if any.
    func conclude(_ advice: String?) throws {
        guard let first = violations.first else { return }
        let others = violations.count - 1
        throw Finding(
            .requirementNotMet,
            others == 0 ? first : "\(first) (and \(others) more)", advice: advice,
            evidence: violations.map { Evidence(.violation, $0) })
    }
}

extension TestcaseOf {
    /// A test case that judges one fact by a pure function and changes nothing.
    ///
    /// `judgement[Self.parameter]` is the value of a parameter.
    /// `requirement` is the title of its step: "flavor names are valid".
    public static func judging<Value>(
        _ id: String, _ fact: FactOf<Subject, Value>, _ requirement: String, advice: String? = nil,
        _ judge: @escaping @Sendable (Value, inout Judgement) throws -> Void
    ) -> TestcaseOf {
        var testcase = TestcaseOf(
            id, depth: .api,
            ScenarioOf<Subject, Void>().step("read the \(fact.displayName)", calls: fact.calls) {
                context, _ in
                try await context.fact(fact)
            }.require(requirement) { context, value in
                try context.judge(advice: advice) { try judge(value, &$0) }
            })
        testcase.judgesFactsAlone = true
        testcase.facts = [fact]
        return testcase
    }
}

extension CheckContextOf {
    /// The fact's value, read once a run; throws the error that prevented its reading.
    public func fact<Value>(_ fact: FactOf<Subject, Value>) async throws -> Value {
        try await facts.value(fact)
    }

    /// Judges by `body`; throws a finding with all violations, if any.
    public func judge(advice: String? = nil, _ body: (inout Judgement) throws -> Void) throws {
        var judgement = Judgement(date: facts.date(), parameters: settings.parameters)
        try body(&judgement)
        for remark in judgement.remarks { note(remark) }
        try judgement.conclude(advice)
    }

    /// Records, for `judge`, a fact that was determined in another way.
    public func keep<Value: Encodable & Sendable>(_ fact: FactOf<Subject, Value?>, as value: Value)
        async throws
    {
        try facts.keep(fact.name, value)
    }

    /// Whether there are only recorded facts and no subject.
    var isJudgingRecord: Bool { facts.isRecorded }

    /// Throws MISSING `not-recorded` if there are only recorded facts and no cloud to contact.
    ///
    /// - Parameter what: what remains to be determined, to begin a sentence: "whether Swift
    /// supports S3".
    public func needsCloud(for what: String) throws {
        guard isJudgingRecord else { return }
        throw Finding(
            .notRecorded,
            "\(what.prefix(1).uppercased() + what.dropFirst()) was not recorded, and only a test "
                + "of the cloud can determine it.",
            advice: "Test the cloud with \(InterfaceTerm.run) \(testcase.id).")
    }
}

extension FactOf {
    /// `default security group rules`
    var displayName: String {
        String(
            decoding: name.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 },
            as: UTF8.self)
    }
}
