// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Glibc
import TestSupport

@testable import SCSCheck
@testable import SCSOpenStack
@testable import SCSSimulatedCloud
@testable import SCSSupport

/// A plug-in in shell with a test case that is good, one that may be bad, and one that creates a volume.
struct PluginBench {
    static let good = "scs-9900-good"
    static let bad = "scs-9900-bad"
    static let maker = "scs-9900-maker"

    static let description = """
        {"protocol": 1,
         "standard": {"id": "scs-9900", "version": "scs-9900-v1", "name": "Trials",
          "url": "https://example.org", "summary": "A trial."},
         "testcases": [
          {"id": "scs-9900-good", "title": "Good", "target": "main", "facts": ["flavors"],
           "steps": [{"title": "judge", "role": "requires"}]},
          {"id": "scs-9900-bad", "title": "Bad", "target": "main",
           "steps": [{"title": "prepare", "role": "prepares"}, {"title": "judge", "role": "requires"}]},
          {"id": "scs-9900-maker", "title": "Maker", "target": "main", "calls_cloud": true,
           "steps": [{"title": "create", "role": "requires",
             "creates": [{"kind": "volume", "gib": 1}]}]}]}
        """

    let temporary: TemporaryFolder
    let simulated: SimulatedRun
    private let gateway: LoopbackGateway

    /// `script` runs for the test cases `bad` and `maker`, with functions and variables for them.
    init(_ script: String, describe: String = description, fault: String = "compliant") throws {
        // A program that has gone must not end the tests.
        signal(SIGPIPE) { _ in }
        temporary = try TemporaryFolder()
        simulated = try SimulatedRun(fault)
        gateway = try LoopbackGateway(simulated.cloud, clock: simulated.clock)
        try write(
            """
            #!/bin/sh
            if [ "$1" = describe ]; then
            cat <<'END'
            \(describe)
            END
            exit 0
            fi
            say() { printf '{"do":"%s"%s}\\n' "$1" "${2:+,$2}"; }
            pass() { say verdict "\\"testcase\\":\\"$testcase\\",\\"verdict\\":\\"PASS\\""; }
            steps() { for n in "$@"; do say step-began "\\"step\\":$n"; say step-ended "\\"step\\":$n"; done; }
            field() { printf '%s' "$request" | sed "s/.*\\"$1\\":\\"\\([^\\"]*\\)\\".*/\\1/" | tr -d '\\\\'; }
            IFS= read -r request
            testcase=$(field testcase)
            prefix=$(field prefix)
            if [ "$testcase" = \(Self.good) ]; then steps 1; pass; exit 0; fi
            # Creates a volume of a name, and tells its id.
            create() {
                URL=$(field block-storage)/volumes TOKEN=$(field token) NAME=$1 python3 -c '
            import json, os, urllib.request
            body = json.dumps({"volume": {"name": os.environ["NAME"], "size": 1}}).encode()
            call = urllib.request.Request(os.environ["URL"], data=body, headers={
                "X-Auth-Token": os.environ["TOKEN"], "Content-Type": "application/json"})
            print(json.load(urllib.request.urlopen(call))["volume"]["id"])'
            }
            \(script)
            """, to: "trial")
    }

    func write(_ script: String, to name: String, mode: Int = 0o755) throws {
        try Data(script.utf8).write(to: temporary.file(name))
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: temporary.file(name).path)
    }

    func folder(known: [StandardDescription] = []) async throws -> PluginFolder {
        try await PluginProgram.$descriptionLimit.withValue(.seconds(3600)) {
            try await PluginFolder(
                temporary.path, known: known, environment: ["PATH": "/usr/bin:/bin"])
        }
    }

    var access: PluginAccess {
        var access = PluginAccess()
        access.allowed = ["trial"]
        access.address = { [gateway] in gateway.address($0) }
        return access
    }

    /// The module, with programs that are ended soon.
    func module(_ clock: any Clock<Duration> = ContinuousClock()) async throws -> PluginModule {
        let module = try await PluginProgram.$descriptionLimit.withValue(.seconds(3600)) {
            try await PluginFolder.plugin(
                at: temporary.file("trial").path, known: [],
                environment: ["PATH": "/usr/bin:/bin"]
            ).plugin
        }
        var program = module.program
        program.grace = .milliseconds(200)
        program.clock = clock
        return PluginModule(program: program, description: module.description)
    }

    /// The outcomes by id; `isAllowed`: the program may call the cloud.
    func run(
        _ testcases: [String] = [good, bad], isAllowed: Bool = true,
        limit: Duration = .seconds(3600), clock: any Clock<Duration> = ContinuousClock(),
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws -> [String: TestcaseOutcome] {
        let outcomes = await simulated.carryOut(
            try Plan(of: try await module(clock), testcases), timeLimit: limit,
            pluginAccess: isAllowed ? access : PluginAccess(), onEvent: onEvent)
        return Dictionary(uniqueKeysWithValues: outcomes.map { ($0.id, $0) })
    }

    /// What bears a name of a run.
    var left: [String] {
        simulated.cloud.inventory.all.compactMap(\.name).filter { $0.hasPrefix("scs-check-") }
    }
}

/// A clock whose long sleeps end when somebody says so.
final class GateClock: Clock {
    private let (opened, opener) = AsyncStream.makeStream(of: Void.self)

    var now: ContinuousClock.Instant { ContinuousClock.now }
    var minimumResolution: Duration { .nanoseconds(1) }

    func open() { opener.finish() }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        guard deadline - now > .seconds(60) else {
            return try await ContinuousClock().sleep(until: deadline, tolerance: tolerance)
        }
        for await _ in opened {}
        try Task.checkCancellation()
    }
}
