// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSHandover

/// Failures that somebody accepts for a time.
struct WaiverOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Failures that are accepted until a day: they do not determine the exit status.",
            valueName: "file"), completion: .file())
    var waivers: String?

    /// The waivers, read before a run starts; nil: none. Throws a `ValidationError`.
    func read() throws -> WaiverFile? {
        guard let waivers else { return nil }
        guard let bytes = try ConfigurationFile.contents(waivers) else {
            throw ValidationError("The file of waivers \(waivers.harmless(300)) does not exist.")
        }
        do {
            return try WaiverFile.read(bytes, file: waivers.harmless(300))
        } catch {
            throw error.asCommandError
        }
    }
}

extension Report {
    /// The report with waivers; their notices go to standard error.
    func waived(by waivers: WaiverFile?, _ registry: CheckRegistry) -> Report {
        guard let waivers else { return self }
        let known = registry.standards.flatMap { $0.testcases.map(\.id) }
        let report = waivers.applied(to: self, known: Set(known))
        for notice in report.waivers?.notices ?? [] { Console.tell("notice: \(notice)") }
        return report
    }
}
