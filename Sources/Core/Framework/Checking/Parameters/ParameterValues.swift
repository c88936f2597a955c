// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The values of a run's parameters.
public struct ParameterValues: Sendable {
    private var values: [String: any Sendable] = [:]
    /// What users wrote, by the parameter's id.
    package private(set) var texts: [String: String] = [:]

    /// No parameter is set.
    public init() {}

    /// The value that was set, else the default.
    public subscript<Value>(parameter: Parameter<Value>) -> Value {
        get { values[parameter.id] as? Value ?? parameter.defaultValue }
        set { values[parameter.id] = newValue }
    }

    /// These values, and those of `others` that are set there alone.
    package func merging(_ others: ParameterValues) -> ParameterValues {
        var merged = self
        merged.values.merge(others.values) { own, _ in own }
        merged.texts.merge(others.texts) { own, _ in own }
        return merged
    }

    /// Reads what a user wrote; throws a sentence on the first wrong assignment.
    ///
    /// An assignment to a standard that is not tested is wrong, too, unless it is a general one.
    package init<Subject>(
        _ assignments: [ParameterAssignment], of modules: [any CheckModule<Subject>],
        _ standards: [StandardDescription], in context: ParameterContext,
        isTested: (String) -> Bool = { _ in true }
    ) throws(WrongAssignment) {
        var origins: [String: String] = [:]
        for assignment in assignments {
            let parameter = try assignment.parameter(of: modules, standards)
            guard isTested(parameter.standard) else {
                if assignment.isGeneral { continue }
                throw WrongAssignment(
                    "\(assignment.origin) has no effect, as no test case of \(parameter.standard) is "
                        + "selected; select one, or omit it.")
            }
            do {
                values[parameter.id] = try parameter.value(assignment.value, in: context)
                texts[parameter.id] = assignment.value
            } catch {
                throw WrongAssignment("\(assignment.origin) \(error.formatted)")
            }
            if let other = origins.updateValue(assignment.origin, forKey: parameter.id) {
                throw WrongAssignment(
                    other == assignment.origin
                        ? "\(other) was given twice; give it once."
                        : "\(other) and \(assignment.origin) set the same parameter; give one of them."
                )
            }
        }
    }
}

/// What a user wrote for a parameter.
package struct ParameterAssignment: Sendable {
    /// `scs-0101.guest-image`; a standard may have any of its names.
    package let id: String
    let value: String
    /// What messages call it.
    let origin: String
    /// Whether it is made for many runs, of which some do not test its standard.
    let isGeneral: Bool

    package init(_ id: String, _ value: String, origin: String, isGeneral: Bool = false) {
        self.id = id
        self.value = value
        self.origin = origin
        self.isGeneral = isGeneral
    }

    fileprivate func parameter<Subject>(
        of modules: [any CheckModule<Subject>], _ standards: [StandardDescription]
    ) throws(WrongAssignment) -> any DeclaredParameter {
        let dot = id.lastIndex(of: ".") ?? id.endIndex
        let (owner, name) = (String(id[..<dot]), String(id[dot...].dropFirst()))
        guard let standard = standards.first(where: { $0.names.contains(owner) }) else {
            throw WrongAssignment(
                "\(origin): no standard is called \(owner.quotedForMessage)"
                    + Suggestion.ending(about: owner, among: standards.flatMap(\.names)))
        }
        let known = modules.first { $0.standard == standard.id }?.parameters ?? []
        guard let parameter = known.first(where: { $0.name == name }) else {
            let names = known.map(\.name)
            throw WrongAssignment(
                names.isEmpty
                    ? "\(origin): \(standard.id) has no parameters."
                    : "\(origin): \(standard.id) has no parameter \(name.quotedForMessage)"
                        + Suggestion.ending(about: name, among: names)
                        + " Its parameters are: \(names.joined(separator: ", ")).")
        }
        return parameter
    }
}

/// Why a parameter cannot be set, as a sentence.
package struct WrongAssignment: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

extension CheckContextOf {
    /// The value of a parameter of the check: what a user set, else its default.
    public subscript<Value>(parameter: Parameter<Value>) -> Value { settings[parameter] }
}

extension CheckSettings {
    /// The value of a parameter: what a user set, else its default.
    public subscript<Value>(parameter: Parameter<Value>) -> Value {
        get { parameters[parameter] }
        set { parameters[parameter] = newValue }
    }
}

extension PlanOf {
    /// Whether a test case of the standard runs.
    package func tests(_ standard: String) -> Bool {
        items.contains { $0.standard.id == standard && $0.runs != nil }
    }
}
