// SPDX-License-Identifier: Apache-2.0
import SCSOpenStack
import SCSSupport
import SCSYAML

/// All standards and modules of a program, checked against each other.
package struct CheckRegistryOf<Subject: SCSCheck.Subject>: Sendable {
    /// Sorted by id.
    package private(set) var standards: [StandardDescription] = []
    package private(set) var modules: [any CheckModule<Subject>] = []
    package let scopes: [CheckCollectionOf<Subject>.NamedScope]
    /// Where each fact is declared, by its name.
    private var declarations: [String: String] = [:]
    /// The personas of all modules.
    private var personas = Persona.common

    /// Reads every description; throws `YAMLError`, or `RegistryError` if checks contradict each other or a
    /// module differs from its description.
    package init(_ collections: [CheckCollectionOf<Subject>]) throws {
        scopes = collections.flatMap(\.scopes)
        for check in collections.flatMap(\.checks) {
            let standard = try StandardFile.read(check.description, file: check.file)
            try add(standard, try check.module?(standard))
        }
        standards.sort { $0.id < $1.id }
    }

    /// Adds one standard with its module; nil: no program can test it.
    package mutating func add(
        _ standard: StandardDescription, _ module: (any CheckModule<Subject>)?
    ) throws(RegistryError) {
        for name in standard.names {
            if let other = standards.first(where: { $0.names.contains(name) }) {
                throw RegistryError(
                    "The name '\(name)' selects two standards, \(other.id) and \(standard.id).")
            }
        }
        let known = Set(standards.flatMap(\.testcases).map(\.id))
        if let twice = standard.testcases.first(where: { known.contains($0.id) }) {
            throw RegistryError(
                "The test case \(twice.id) of \(standard.id) is already one of another standard.")
        }
        if let module {
            guard module.standard == standard.id else {
                throw RegistryError(
                    "The module for \(module.standard) was registered with the description of "
                        + "\(standard.id).")
            }
            let described = standard.testcases.filter { !$0.isManual }.map(\.id)
            let tested = module.testcases.map(\.id)
            if let id = tested.first(where: { !described.contains($0) }) {
                throw RegistryError(
                    "The module of \(standard.id) tests \(id), which the standard's description does "
                        + "not list as a test case that is not manual.")
            }
            if let id = tested.first(where: { id in tested.count { $0 == id } > 1 }) {
                throw RegistryError("The module of \(standard.id) has two test cases \(id).")
            }
            try check(module.parameters, of: standard)
            let declared = try declarations(
                with: module.facts + module.testcases.flatMap(\.facts), of: standard)
            personas += try newPersonas(of: module)
            declarations = declared
            modules.append(module)
        }
        standards.append(standard)
    }

    /// Each parameter has a name that can be set, and belongs to its module alone.
    private func check(
        _ parameters: [any DeclaredParameter], of standard: StandardDescription
    ) throws(RegistryError) {
        for parameter in parameters {
            guard parameter.standard == standard.id else {
                throw RegistryError(
                    "The module of \(standard.id) declares the parameter \(parameter.id), which names "
                        + "another standard.")
            }
            guard parameter.name.isLowercaseName(separator: UInt8(ascii: "-")) else {
                throw RegistryError(
                    "The parameter \(parameter.id) must have a name of lower-case letters, digits and "
                        + "hyphens.")
            }
            guard parameters.count(where: { $0.id == parameter.id }) == 1 else {
                throw RegistryError("The module of \(standard.id) declares two \(parameter.id).")
            }
        }
    }

    /// Those of a module; a persona has a name that can be given, and means the same in all modules.
    private func newPersonas(
        of module: any CheckModule<Subject>
    ) throws(RegistryError) -> [Persona] {
        let own = (module as? any CheckModule<Cloud>)?.allPersonas ?? []
        for persona in own {
            guard persona.name.isLowercaseName(separator: UInt8(ascii: "-")) else {
                throw RegistryError(
                    "The persona \(persona.name.quotedForMessage) of \(module.standard) must have a name of "
                        + "lower-case letters, digits and hyphens.")
            }
            if let other = personas.first(where: { $0 == persona }), !other.isSame(as: persona) {
                throw RegistryError(
                    "Two personas are called \(persona.name): \(other.title), and \(persona.title); "
                        + "rename one of them.")
            }
        }
        return own.filter { !personas.contains($0) }
    }

    /// The declarations with those of `facts`: no two have one name, which is their key in a record.
    private func declarations(
        with facts: [any DeclaredFact<Subject>], of standard: StandardDescription
    ) throws(RegistryError) -> [String: String] {
        var known = declarations
        for fact in facts where known[fact.name] != fact.declaration {
            guard fact.name.isLowercaseName(separator: UInt8(ascii: "_")),
                !RecordedFacts.otherKeys.contains(fact.name)
            else {
                throw RegistryError(
                    "The fact \(fact.name.quotedForMessage) of \(standard.id) must have a name of lower-case "
                        + "letters, digits and underscores, and none of "
                        + "\(RecordedFacts.otherKeys.joined(separator: ", ")).")
            }
            if let other = known.updateValue(fact.declaration, forKey: fact.name) {
                throw RegistryError(
                    "Two facts are called \(fact.name), declared in \(other) and \(fact.declaration); "
                        + "rename one of them.")
            }
        }
        return known
    }

    /// The values of parameters that a user assigned for a plan; throws a sentence on the first wrong one.
    package func values(
        _ assignments: [ParameterAssignment], for plan: PlanOf<Subject>,
        in context: ParameterContext
    ) throws(WrongAssignment) -> ParameterValues {
        try ParameterValues(
            assignments, of: modules, standards, in: context, isTested: plan.tests)
    }

    /// The assignments of a record, as far as a standard that the plan tests has such a parameter.
    package func assignments(
        in record: RecordedFacts, for plan: PlanOf<Subject>
    ) -> [ParameterAssignment] {
        let parameters = modules.flatMap(\.parameters).filter { plan.tests($0.standard) }
        return record.parameters.sorted { $0.key < $1.key }.filter { id, _ in
            parameters.contains { $0.id == id }
        }.map { ParameterAssignment($0, $1, origin: "The record's \($0)") }
    }

    /// The module that tests a standard.
    package func module(for standard: String) -> (any CheckModule<Subject>)? {
        modules.first { $0.standard == standard }
    }

    /// The scope of that name, ignoring case; nil if there is none.
    package func scope(_ name: String) throws -> Scope? {
        try scopes.first { $0.names.contains(name.lowercased()) }?.read()
    }

    /// Whether a scope is called this.
    package func hasScope(_ name: String) -> Bool {
        scopes.contains { $0.names.contains(name.lowercased()) }
    }
}

/// Why checks cannot be in one program.
package struct RegistryError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
