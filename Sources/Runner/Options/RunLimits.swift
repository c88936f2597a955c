// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck

/// How long a run may take, how thoroughly it compares, and where its journals are.
struct RunLimits: ParsableArguments {
    @Option(help: ArgumentHelp("The time limit of each operation.", valueName: "seconds"))
    var timeLimit = 1800

    @Option(
        help: ArgumentHelp(
            "How to compare restored data.",
            valueName: "mode"))
    var readBack = ReadBackOption.sample

    @Option(
        help: ArgumentHelp(
            "The time limit of the whole run, which then cleans up and reports.",
            valueName: "seconds"))
    var totalTime: Int?

    @Option(
        help: ArgumentHelp("The folder for journals.", valueName: "dir"), completion: .directory)
    var journals: String?
}

/// The file for all that the verdicts rest on.
struct EvidenceOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write a bundle of all that the verdicts rest on, signed with --key; for many clouds, its name.",
            valueName: "file"), completion: .file())
    var evidence: String?
}

/// The file for what a run read and found.
struct RecordOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write a record of facts and outcomes, without secrets, for `\(CheckProgram.current.name) judge`.",
            valueName: "file"), completion: .file())
    var record: String?
}

extension RunCommand {
    var timeLimit: Int { limits.timeLimit }
    var totalTime: Int? { limits.totalTime }
    var readBack: ReadBackOption { limits.readBack }
    var journals: String? { limits.journals }
    var record: String? { recording.record }
    var handingOver: HandoverOptions {
        HandoverOptions(evidence: bundle.evidence, monitor: monitor, key: key)
    }
}

/// How to prove that data came back.
enum ReadBackOption: String, ExpressibleByArgument, CaseIterable {
    case digest, sample, all

    var readBack: ReadBack {
        switch self {
        case .digest: .digest
        case .sample: .sample
        case .all: .all
        }
    }
}
