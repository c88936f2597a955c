// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSOpenStack
import SCSSupport

/// The plug-ins of a folder of checks.
package struct PluginFolder: Sendable {
    /// A plug-in that can be used, with its standard.
    package struct Plugin: Sendable {
        let plugin: PluginModule

        /// The file's name.
        package var name: String { plugin.program.name }
        package var standard: StandardDescription { plugin.description.standard }
        package var module: any CheckModule<Cloud> { plugin }
        /// Whether any of its test cases does.
        package var callsCloud: Bool { plugin.description.testcases.contains(where: \.callsCloud) }
    }

    /// Why a folder is not used at all.
    package struct Unusable: Error, CustomStringConvertible {
        package var description: String
    }

    /// In the order of their files.
    package var plugins: [Plugin] = []
    /// Why programs of the folder are not used, a sentence for each.
    package var problems: [String] = []

    /// Asks each program of a folder what it is; throws `Unusable`.
    ///
    /// - Parameters:
    ///   - known: the standards whose words are taken.
    ///   - facts: those that programs may ask for.
    ///   - environment: all that the programs find in theirs.
    package init(
        _ path: String, known: [StandardDescription],
        facts: [any DeclaredFact<Cloud>] = CloudFacts.common, environment: [String: String]
    ) async throws {
        let programs = try Self.programs(path, environment)
        let described = await withTaskGroup(of: (Int, Result<PluginModule, any Error>).self) {
            group in
            for (index, program) in programs.enumerated() {
                group.addTask { (index, await Self.module(program, facts)) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var known = known
        for (index, program) in programs.enumerated() {
            do {
                guard let result = described[index] else { continue }
                let module = try result.get()
                try Self.refuseClash(module, known)
                known.append(module.description.standard)
                plugins.append(Plugin(plugin: module))
            } catch {
                problems.append("\(program.file.harmless(100)) is not used: \(Self.words(error))")
            }
        }
    }

    /// One program alone, for its author; throws what is wrong with it.
    package static func plugin(
        at path: String, known: [StandardDescription],
        facts: [any DeclaredFact<Cloud>] = CloudFacts.common, environment: [String: String]
    ) async throws -> Plugin {
        guard let real = TrustedPath.resolved(path) else {
            throw Unusable(description: "\(path.harmless(300)) does not exist.")
        }
        let file = real.split(separator: "/").last.map(String.init) ?? real
        let module = try await module(
            PluginCandidate(file: file, path: real, environment: environment), facts
        ).get()
        try refuseClash(module, known)
        return Plugin(plugin: module)
    }

    /// All that is wrong, a sentence each.
    package static func problems(_ error: any Error) -> [String] {
        switch error {
        case let error as PluginDescription.Unusable: error.problems
        case let finding as Finding: [finding.message]
        default: ["\(error)"]
        }
    }

    private static func words(_ error: any Error) -> String {
        problems(error).joined(separator: " ").harmless(1000)
    }

    private static func programs(
        _ path: String, _ environment: [String: String]
    ) throws -> [PluginCandidate] {
        guard let real = TrustedPath.resolved(path) else {
            throw Unusable(
                description: "The folder of checks \(path.harmless(300)) does not exist.")
        }
        do {
            try TrustedPath.check(real)
            let slots = PluginSlots()
            return try FileManager.default.contentsOfDirectory(atPath: real).sorted()
                .filter { !$0.hasPrefix(".") }
                .map {
                    PluginCandidate(
                        file: $0, path: "\(real)/\($0)", environment: environment, slots: slots)
                }
                .filter { $0.isExecutable }
        } catch let untrusted as TrustedPath.Untrusted {
            throw Unusable(
                description: "The folder of checks \(path.harmless(300)) is not used: \(untrusted)")
        } catch {
            throw Unusable(
                description: "The folder of checks \(path.harmless(300)) cannot be read: "
                    + "\(error.formatted).")
        }
    }

    private static func module(
        _ candidate: PluginCandidate, _ facts: [any DeclaredFact<Cloud>]
    ) async -> Result<PluginModule, any Error> {
        do {
            guard candidate.isFile else {
                throw Unusable(
                    description: "it is not a regular file; put the program itself there.")
            }
            try TrustedPath.check(candidate.path)
            guard candidate.isExecutable else {
                throw Unusable(
                    description: "it is not executable; run chmod u+x \(candidate.path).")
            }
            let bytes = try LocalFile.read(candidate.path, limit: LocalFile.Limit.record) ?? []
            let program = PluginProgram(
                name: candidate.file, path: candidate.path, digest: bytes.sha256,
                environment: candidate.environment, slots: candidate.slots)
            return .success(
                PluginModule(
                    program: program, description: try await program.describe(facts: facts)))
        } catch {
            return .failure(error)
        }
    }

    /// Throws where a word of the plug-in's means something else already.
    private static func refuseClash(
        _ module: PluginModule, _ known: [StandardDescription]
    ) throws {
        let own = module.description.standard
        for standard in known {
            let taken = Set(standard.names + standard.testcases.map(\.id))
            let clash = (own.names + own.testcases.map(\.id)).first(where: taken.contains)
            if let clash {
                throw Unusable(
                    description: "\(clash) is a name of \(standard.name) (\(standard.version)) "
                        + "already; choose another one.")
            }
        }
    }
}

extension CheckRegistryOf where Subject == Cloud {
    /// The plug-in programs among its modules.
    package var plugins: [PluginFolder.Plugin] {
        modules.compactMap { ($0 as? PluginModule).map { PluginFolder.Plugin(plugin: $0) } }
    }
}
