// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// Removes leftovers of runs that could not do it themselves.
struct CleanupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cleanup",
        abstract: "Remove the resources that a killed run left behind, using its journal.",
        discussion: """
            Only resources that a journal proves to belong to a run are removed: they have its name. \
            Active runs are skipped. Resources requested just before the run was killed may appear \
            later, so cleanup looks for them for one minute (--late). Exit status: 0 nothing is left, \
            3 resources are left, 64 a journal or folder that was named does not exist.

            Example:
              \(CheckProgram.current.name) cleanup --cloud mycloud
            """)

    @Argument(
        help: ArgumentHelp("Journals. Default: all journals in the folder.", valueName: "journal"),
        completion: .file(extensions: ["journal"]))
    var files: [String] = []

    @Option(
        help: ArgumentHelp(
            "Use this cloud of clouds.yaml instead of the one that the journal names.",
            valueName: "name"), completion: Completion.clouds)
    var cloud: String?

    @Option(
        help: ArgumentHelp("The folder for journals.", valueName: "dir"), completion: .directory)
    var journals: String?

    @Option(help: ArgumentHelp("The time limit of each deletion.", valueName: "seconds"))
    var timeLimit = 1800

    @OptionGroup(title: "Secrets") var secrets: SecretOptions

    @Option(
        help: ArgumentHelp(
            "How long a resource may take to appear whose creation request got no answer.",
            valueName: "seconds"))
    var late = 60

    @Flag(help: "Show each call with its status, time and request id.")
    var verbose = false

    func validate() throws {
        if journals != nil && !files.isEmpty {
            throw ValidationError(
                "--journals has no effect when journals are named; omit it.")
        }
        guard (1...604_800).contains(timeLimit) else {
            throw ValidationError("--time-limit takes 1 to 604800 seconds, not \(timeLimit).")
        }
        guard (0...86_400).contains(late) else {
            throw ValidationError("--late takes 0 to 86400 seconds, not \(late).")
        }
    }

    func run() async throws {
        for file in self.files { try Self.requireJournal(file) }
        let files =
            try self.files.isEmpty ? StateFolder.existing(journals)?.journals() ?? [] : self.files
        if files.isEmpty {
            Console.print("No journal: no run has left anything behind.")
            return
        }
        var isClean = true
        let memory = AnswerMemory()
        var waiting = files
        // Another cleanup may hold some of them: those come last, and may be gone by then.
        var isSecondLook = false
        while !waiting.isEmpty {
            var busy: [String] = []
            for file in waiting {
                do {
                    if self.files.isEmpty { try Self.refuseOtherThanFile(file) }
                    let bound = TimeBound(perCall: .seconds(timeLimit))
                    let isFinished = try await TimeBound.$current.withValue(bound) {
                        try await finish(file, memory)
                    }
                    if !isFinished { isClean = false }
                } catch let error as JournalError
                    where error.obstacle == .absent && (isSecondLook || self.files.isEmpty)
                {
                    // Another cleanup has finished it since the folder was listed.
                    continue
                } catch let error as JournalError where error.obstacle == .busy && !isSecondLook {
                    busy.append(file)
                } catch {
                    isClean = false
                    let message = Program.message(for: error)
                    Console.tell(
                        message.contains(file)
                            ? message.harmless(2000)
                            : "\(file.harmless(300)): \(message.harmless(2000))")
                }
            }
            waiting = busy
            isSecondLook = true
        }
        if !isClean { throw ExitCode(3) }
    }

    /// Throws if a named journal is not one, before any is touched.
    private static func requireJournal(_ path: String) throws {
        guard FileKind(at: path) != nil else {
            throw ValidationError("The journal \(path.harmless(300)) does not exist.")
        }
        try refuseOtherThanFile(path)
    }

    /// Opening a FIFO would wait forever; links are not followed.
    private static func refuseOtherThanFile(_ path: String) throws {
        if let kind = FileKind(at: path), kind != .file {
            throw ValidationError("\(path.harmless(300)) is \(kind.noun), not a journal.")
        }
    }

    /// Finishes one journal; returns false if something remains.
    private func finish(_ path: String, _ memory: AnswerMemory) async throws -> Bool {
        let journal = try JournalFile(resuming: path)
        try journal.mend()
        let bytes = try journal.contents()
        guard !bytes.isEmpty else {
            // Killed before its first line, so nothing was intended.
            try journal.remove()
            Console.print("\(path.harmless(300)): the run had not begun.")
            return true
        }
        let (header, entries) = try JournalReader.read(bytes, file: path)
        let choice = CloudChoice(
            cloud: cloud ?? header.cloud, region: header.region, isVerbose: verbose,
            secrets: secrets)
        let session = try await Session(choice, onLine: { Console.tell($0) })
        let url = session.cloud.configuration.authURL.absoluteString
        guard url == header.authURL else {
            throw JournalError(
                file: path,
                problem: "its run tested \(header.authURL), but cloud \(session.cloud.name) is at "
                    + "\(url); choose the right one with --cloud")
        }
        // In another project or domain all resources of the run would seem gone.
        let project = try await session.cloud.token().scopeID
        guard header.projectID == nil || project == header.projectID else {
            throw JournalError(
                file: path,
                problem: "its run worked in the project or domain \(header.projectID ?? ""), but "
                    + "cloud \(session.cloud.name) is for \(project ?? "none"); choose the right "
                    + "one with --cloud")
        }
        let tracker = ResourceTracker(
            prefix: header.prefix, journal: journal, entries: entries,
            date: session.date)
        let janitor = Janitor(
            tracker: tracker, cloud: session.cloud, limit: .seconds(timeLimit),
            gracePeriod: .seconds(late)
        ) { event in
            guard case .gone(let kind, let name) = event else { return }
            Console.print("removed \(kind.harmless(60)) \(name.harmless(200))")
        }
        var leftovers = await janitor.clean()
        let sweep = await janitor.sweep()
        leftovers += sweep.leftovers.map(\.leftover)
        for (kind, reason) in sweep.unknown {
            Console.tell(
                "More resources may be left: the list of \(kind.collection) could not be "
                    + "read: \(reason)")
        }
        for leftover in leftovers {
            Console.tell(
                "left: \(leftover.kind.harmless(60)) \(leftover.name.harmless(200)) "
                    + "\(leftover.id?.harmless(80) ?? "without a known id"): \(leftover.reason.harmless(500))"
            )
        }
        guard leftovers.isEmpty, sweep.unknown.isEmpty else { return false }
        try journal.remove()
        Console.print("Run \(header.run.harmless(60)): nothing is left.")
        return true
    }
}
