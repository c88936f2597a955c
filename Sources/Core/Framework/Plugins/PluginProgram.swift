// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Subprocess
import SystemPackage

/// An executable of a folder of checks.
package struct PluginProgram: Sendable {
    /// The file's name, by which a user means it.
    let name: String
    let path: String
    /// Of the file as it was when it described itself.
    let digest: String
    let environment: [String: String]
    /// Shared by the programs of a folder.
    var slots = PluginSlots()
    /// The real time: a program's seconds are those of this machine.
    var clock: any Clock<Duration> = ContinuousClock()
    var grace = Duration.seconds(5)
    /// How long it may take to describe itself; tests on a busy machine are more patient.
    @TaskLocal package static var descriptionLimit = Duration.seconds(20)

    /// What may be printed in all.
    static let outputLimit = 4 << 20
    static let errorLimit = 1 << 20
    static let lineLimit = 64 << 10
    static let lineCountLimit = 10_000

    /// What to do about a program that does not keep to the protocol.
    var advice: String {
        "Ask its author to run \(InterfaceTerm.pluginCheck) \(path)."
    }

    func misbehaved(_ problem: String) -> Finding {
        Finding(.noResult, "\(name) \(problem)", advice: advice)
    }

    func launch(_ word: String) -> ProgramLaunch {
        ProgramLaunch(
            executable: .path(FilePath(path)), arguments: [word], environment: environment,
            folder: folder, clock: clock, grace: grace)
    }

    private var folder: String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }

    /// What it says about itself; throws `Finding` or `PluginDescription.Unusable`. `facts` are those that it may ask for.
    func describe(facts: [any DeclaredFact<Cloud>] = CloudFacts.common) async throws
        -> PluginDescription
    {
        let printed = try await slots.use {
            try await value(within: Self.descriptionLimit, on: clock, ask)
        }
        guard let printed else {
            throw misbehaved(
                "did not describe itself within \(Self.descriptionLimit.formatted) and was ended.")
        }
        return try PluginDescription(printed, facts: facts)
    }

    private func ask() async throws -> [UInt8] {
        do {
            let (result, orphans) = try await launch("describe").run(
                input: .none, output: .bytes(limit: Self.outputLimit),
                error: .string(limit: Self.errorLimit)
            ) { _ in }
            if let failure = ProgramResults.Ending(result.terminationStatus).failure {
                let last = result.standardError.split(whereSeparator: \.isNewline).last ?? ""
                throw misbehaved(
                    "\(failure) when asked to describe itself"
                        + (last.isEmpty ? "." : ": \(String(last).harmless(300))"))
            }
            guard orphans == 0 else {
                throw misbehaved(
                    "described itself and left \(orphans.counted("process", "processes")) running.")
            }
            return result.standardOutput
        } catch let error as SubprocessError {
            throw failure(error)
        }
    }

    /// What it means that it could not be run, or was ended for what it printed.
    func failure(_ error: SubprocessError) -> Finding {
        guard error.code != .outputLimitExceeded else {
            return misbehaved(
                "printed more than \(Self.outputLimit >> 20) MiB, or \(Self.errorLimit >> 20) MiB of "
                    + "errors, and was ended.")
        }
        return Finding(
            .noResult, "\(name) cannot be run: \(error)",
            advice: "Check that it is a program for this machine, or that its first line (#!) "
                + "names an interpreter that is installed.")
    }
}
