// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension PlanOf {
    /// Lays out a run of everything that the assessed versions of a scope require.
    ///
    /// `selectors` narrow it down; everything else is listed as not selected. Throws
    /// `UnknownSelection`, `UnassessedSelection`, `MalformedGlob`, or `MissingVariable` if a
    /// program needs an unset variable; `UselessExclusion` if `excluded` is nothing, or everything.
    package init(
        assessing assessed: AssessedScope, modules: [any CheckModule<Subject>],
        standards: [StandardDescription], selectors: [String],
        excluding excluded: [String] = [], attestations: [String: AttestationFile.Finding] = [:],
        programs: ProgramSettings? = nil
    ) throws {
        let native = Dictionary(
            modules.flatMap { module in module.testcases.map { ($0.id, (module, $0)) } }
        ) { first, _ in first }
        var selection = try Selection(selectors)
        var exclusion = try Exclusion(excluded)
        var external: [Int: [String]] = [:]
        var items: [Item] = []
        for (id, target) in assessed.testcases {
            guard let entry = assessed.scope.entries[id] else { continue }
            let standard = standards.first { $0.testcases.contains { $0.id == id } }
            let isSelected = selection.isEmpty || selection.match(id, of: standard) != .none
            let hasProgram = assessed.scope.scripts[entry.script].executable != nil
            let disposition: Item.Disposition
            if !isSelected {
                disposition = .notSelected(.others)
            } else if let glob = exclusion.glob(for: id, of: standard) {
                disposition = .notSelected(.excluded(glob))
            } else if native[id] != nil {
                disposition = .run
            } else if !hasProgram {
                disposition =
                    switch attestations[id] {
                    case .counts(let attestation)?: .attested(attestation)
                    case .expired(let attestation)?: .expired(attestation)
                    case nil: .manual
                    }
            } else if programs != nil {
                disposition = .external
                external[entry.script, default: []].append(id)
            } else {
                disposition = .notImplemented
            }
            items.append(
                Item(
                    standard: standard ?? Self.description(of: assessed.module(of: id), entry),
                    entry: Self.entry(entry, target, isManual: !hasProgram, in: standard),
                    disposition: disposition, testcase: native[id]?.1,
                    prerequisites: native[id]?.0.prerequisites ?? [],
                    cleanUp: { [module = native[id]?.0] in try await module?.cleanUp($0) },
                    isByDefault: false))
        }
        if let unknown = selection.unused {
            let names = standards.flatMap { $0.names + $0.testcases.map(\.id) }
            if selection.fits(unknown, anyOf: names) {
                throw UnassessedSelection(
                    selector: unknown, versions: assessed.versions.map(\.version.name))
            }
            throw UnknownSelection(
                unknown, standards: standards, testcases: items.map(\.entry.id))
        }
        try exclusion.check(items.map(\.isToBeTested))
        self.items = items
        scope = assessed
        let scripts = external.keys.map { assessed.scope.scripts[$0] }
        programVariables = Set(
            scripts.flatMap { script in
                ([script.arguments] + script.environment.map(\.value)).flatMap(\.variables)
            }
        ).subtracting(["testcases"])
        if let settings = programs {
            self.programs = try external.sorted { $0.key < $1.key }.map { index, ids in
                try ExternalProgram(
                    assessed.scope.scripts[index], testcases: ids,
                    parameters: assessed.parameters(of: ids), settings)
            }
        }
    }

    /// Our own titles if there are any, with the scope's links, which are authoritative.
    private static func entry(
        _ entry: Scope.Entry, _ target: Target, isManual: Bool, in standard: StandardDescription?
    ) -> StandardDescription.Entry {
        let own = standard?.testcases.first { $0.id == entry.id }
        return StandardDescription.Entry(
            id: entry.id, title: own?.title ?? entry.description ?? entry.id, target: target,
            isManual: isManual, url: entry.url ?? own?.url)
    }

    /// A standard that `Standards/` does not describe, described by the scope's module.
    private static func description(
        of module: Scope.Module?, _ entry: Scope.Entry
    ) -> StandardDescription {
        StandardDescription(
            id: module?.id ?? entry.id, version: module?.id ?? entry.id,
            name: module?.name ?? entry.id, aliases: [], summary: entry.description ?? "",
            url: module?.url ?? entry.url ?? "", testcases: [])
    }
}

/// A selector of test cases that none of the assessed versions requires.
package struct UnassessedSelection: Error, CustomStringConvertible {
    package var selector: String
    package var versions: [String]

    package var description: String {
        "None of the assessed versions of the scope (\(versions.joined(separator: ", "))) has "
            + "test cases called '\(selector.harmless(80))'; select them without "
            + "\(InterfaceTerm.scope), \(InterfaceTerm.date) and \(InterfaceTerm.version), or change "
            + "\(InterfaceTerm.version)."
    }
}

extension AssessedScope {
    /// The parameters that the assessed versions give to the modules of these test cases.
    fileprivate func parameters(of ids: [String]) -> [String: String] {
        var values: [String: String] = [:]
        for inclusion in versions.flatMap(\.version.includes) where !inclusion.parameters.isEmpty {
            let module = scope.modules.first { $0.id == inclusion.module }
            let has = module?.targets.contains { $0.testcases.contains(where: ids.contains) }
            if has == true { values.merge(inclusion.parameters) { first, _ in first } }
        }
        return values
    }
}
