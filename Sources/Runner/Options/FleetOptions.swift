// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet

/// Which subjects of scs-check.yaml a run tests, and how many at once.
struct FleetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Test the subjects of this preset in scs-check.yaml.", valueName: "name"),
        completion: Completion.presets)
    var preset: String?

    @Option(
        help: ArgumentHelp(
            "Test subjects of scs-check.yaml: a name, glob, group:NAME or label:KEY=VALUE.",
            valueName: "pattern"), completion: Completion.subjects)
    var subject: [String] = []

    @Option(
        help: ArgumentHelp(
            "The file of subjects and presets. Default: scs-check.yaml, searched like clouds.yaml.",
            valueName: "file"), completion: .file())
    var config: String?

    @Option(
        help: ArgumentHelp("Subjects tested at the same time. Default: 32.", valueName: "number"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Test only this part of the subjects, such as 2/4.",
            valueName: "i/n"))
    var shard: String?

    @Flag(help: "Begin no further subject once one has not passed.")
    var failFast = false

    @Flag(help: "Go on in the folder of an earlier run: test only what has no valid result yet.")
    var resume = false

    @Flag(help: "Test each region of each cloud's catalog, as a subject NAME.REGION of its own.")
    var allRegions = false

    func validate() throws {
        if preset != nil && !subject.isEmpty {
            throw ValidationError(
                "--preset and --subject both name subjects; give one of them.")
        }
        if let jobs, !(1...1000).contains(jobs) {
            throw ValidationError("--jobs takes 1 to 1000, not \(jobs).")
        }
        if let shard, Shard(shard) == nil {
            throw ValidationError(
                "--shard takes I/N such as 2/4, not \(shard.quotedForMessage).")
        }
    }

    /// Whether subjects come from the file.
    var namesSubjects: Bool { preset != nil || !subject.isEmpty }

    /// Whether it is a run over many subjects, even of one cloud.
    var isUsed: Bool { namesSubjects || allRegions }

    /// Throws if an option here has no effect on a run of one cloud.
    func requireSubjects() throws {
        let given: [(String, Bool)] = [
            ("--config", config != nil), ("--jobs", jobs != nil), ("--shard", shard != nil),
            ("--fail-fast", failFast), ("--resume", resume),
        ]
        if let option = given.first(where: \.1)?.0 {
            throw ValidationError(
                "\(option) has no effect on one cloud; add --preset, --subject or a second --cloud, or "
                    + "omit it.")
        }
    }
}
