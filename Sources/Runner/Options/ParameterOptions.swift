// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// What checks let users set.
struct ParameterOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Set a parameter of a standard; `\(CheckProgram.current.name) explain` shows them; may "
                + "be repeated.",
            valueName: "standard.parameter=value"))
    var assignments: [String] = []

    @Option(
        help: ArgumentHelp(
            "The image that virtual machines boot: scs-0101.guest-image.", valueName: "name"))
    var guestImage: String?

    @Option(
        help: ArgumentHelp(
            "The mirror for packages that the image lacks: scs-0101.package-mirror.",
            valueName: "url"))
    var packageMirror: String?

    @Option(
        help: ArgumentHelp(
            "The role that a domain manager may assign: scs-0302.managed-role.", valueName: "name"))
    var managedRole: String?

    @Option(
        help: ArgumentHelp(
            "What no customer can see: scs-0117-v2.self-description.", valueName: "file"),
        completion: .file())
    var selfDescription: String?

    /// What was set; throws a `ValidationError` for what no test case of the plan takes.
    ///
    /// What `record` says of the run that wrote it, and what is `configured`, applies where nothing else is set.
    func values(
        _ registry: CheckRegistry, _ plan: Plan, subject: String, record: RecordedFacts? = nil,
        configured: [ParameterAssignment] = []
    ) throws -> ParameterValues {
        let aliases: [(option: String, id: String, value: String?)] = [
            ("--guest-image", "scs-0101.guest-image", guestImage),
            ("--package-mirror", "scs-0101.package-mirror", packageMirror),
            ("--managed-role", "scs-0302.managed-role", managedRole),
            ("--self-description", "scs-0117-v2.self-description", selfDescription),
        ]
        let set = try assignments.map(Self.assignment)
        let context = ParameterContext(subject: subject, date: Date()) {
            try ConfigurationFile.contents($0)
        }
        do {
            let given = try registry.values(
                set
                    + aliases.compactMap { alias in
                        alias.value.map { ParameterAssignment(alias.id, $0, origin: alias.option) }
                    }, for: plan, in: context)
            guard let record else {
                return given.merging(try registry.values(configured, for: plan, in: context))
            }
            let recorded = registry.assignments(in: record, for: plan)
                .filter { given.texts[$0.id] == nil }
            return given.merging(try registry.values(recorded, for: plan, in: context))
        } catch {
            throw ValidationError(error.description)
        }
    }

    private static func assignment(_ text: String) throws -> ParameterAssignment {
        guard let equals = text.firstIndex(of: "="), text[..<equals].contains(".") else {
            throw ValidationError(
                "--set takes STANDARD.PARAMETER=VALUE, such as scs-0101.guest-image=NAME, not "
                    + "\(text.quotedForMessage).")
        }
        let id = String(text[..<equals])
        return ParameterAssignment(
            id, String(text[equals...].dropFirst()), origin: "--set \(id.harmless(120))")
    }
}
