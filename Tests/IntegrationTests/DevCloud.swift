// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Tests on a real OpenStack, one after another, as each inspects the whole project.
@Suite(
    .serialized,
    .enabled(if: !DevCloud.running.isEmpty, "make devcloud brings a real OpenStack up"))
enum RealClouds {}

/// A real OpenStack started by `Tests/DevCloud/up.sh`, and the program to run against it.
struct DevCloud: Sendable, CustomTestStringConvertible {
    let backEnd: ExpectedVerdicts.BackEnd
    let program: String
    let clouds: String

    var testDescription: String { backEnd.rawValue }

    /// The clouds that answer now; empty if the environment names none.
    static let running: [DevCloud] = {
        let environment = ProcessInfo.processInfo.environment
        guard let program = environment["SCS_CHECK_PROGRAM"],
            let base = environment["SCS_CHECK_DEVCLOUDS"]
        else { return [] }
        return ExpectedVerdicts.BackEnd.allCases.compactMap { backEnd in
            let state = "\(base)/\(backEnd.rawValue)"
            guard FileManager.default.fileExists(atPath: "\(state)/run/cinder-api.pid") else {
                return nil
            }
            return DevCloud(
                backEnd: backEnd, program: program, clouds: "\(state)/clouds.yaml")
        }
    }()

    /// The result of one invocation of the program.
    struct Outcome {
        var status: Int32
        /// Standard output and error combined.
        var output: String
    }

    /// Runs the program to its end.
    func run(_ arguments: [String]) async throws -> Outcome {
        try await start(arguments).wait()
    }

    /// Starts the program.
    func start(_ arguments: [String]) throws -> Process {
        try Process(
            program, arguments,
            environment: [
                "OS_CLIENT_CONFIG_FILE=\(clouds)", "HOME=/nonexistent", "PATH=/usr/bin:/bin",
            ])
    }

    /// The cloud through our own client.
    func client(_ name: String = "devcloud") throws -> Cloud {
        let finder = ConfigurationFinder(
            environment: ["OS_CLIENT_CONFIG_FILE": clouds], workingDirectory: "/nonexistent",
            homeDirectory: "/nonexistent",
            readFile: { path in
                FileManager.default.fileExists(atPath: path)
                    ? Array(try Data(contentsOf: URL(filePath: path))) : nil
            })
        return Cloud(
            try finder.configuration(cloud: name),
            transport: CurlTransport(settings: CurlTransport.Settings()),
            clock: ContinuousClock(), date: { Date() })
    }

    /// The names of users, projects, groups or roles in all domains.
    func identities(_ collection: PathSegment) async throws -> [String] {
        let answer = try await client("devcloud-admin").json(Call(.get, .identity, [collection]))
        return (answer[collection.text]?.array ?? []).compactMap { $0["name"]?.string }
    }

    /// The ids of everything in a project that a run could create.
    func inventory(_ name: String = "devcloud") async throws -> Set<String> {
        let cloud = try client(name)
        let images = try await cloud.json(Call(.get, .image, ["images"]))["images"]?.array ?? []
        let storage = cloud.blockStorage
        var ids = try await storage.volumes().map(\.id)
        ids += try await storage.backups().map(\.id)
        ids += try await storage.snapshots().map(\.id)
        var all = Set(ids.map(\.text) + images.compactMap { $0["id"]?.string })
        guard isWhole else { return all }
        let collections: [(ServiceType, PathSegment, String)] = [
            (.compute, "servers", "servers"), (.network, "networks", "networks"),
            (.network, "routers", "routers"), (.network, "ports", "ports"),
            (.network, "security-groups", "security_groups"),
        ]
        for (service, collection, key) in collections {
            let answer = try await cloud.json(Call(.get, service, [collection]))
            all.formUnion(answer[key]?.array?.compactMap { $0["id"]?.string } ?? [])
        }
        do {
            let secrets = try await cloud.json(Call(.get, .keyManager, ["secrets"]))
            all.formUnion(secrets["secrets"]?.array?.compactMap { $0["secret_ref"]?.string } ?? [])
        } catch let error as APIError where error.status == 403 {
            // A reader can neither see nor create secrets.
        }
        return all
    }
}

/// A running program whose output goes to a file.
final class Process: Sendable {
    let id: pid_t
    private let folder: TemporaryFolder
    private let outputPath: String

    init(_ program: String, _ arguments: [String], environment: [String]) throws {
        folder = try TemporaryFolder()
        outputPath = folder.path + "/output"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(
            &actions, STDOUT_FILENO, outputPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        var argv = ([program] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0) } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var child: pid_t = 0
        let error = posix_spawn(&child, program, &actions, nil, &argv, &envp)
        guard error == 0 else { throw SpawnFailure(program: program, error: error) }
        id = child
    }

    struct SpawnFailure: Error {
        var program: String
        var error: Int32
    }

    func signal(_ number: Int32) {
        kill(id, number)
    }

    /// Its output so far.
    func output() throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: outputPath)), as: UTF8.self)
    }

    /// Waits for its end; the status of a killed process is 128 plus the signal's number.
    func wait() async throws -> DevCloud.Outcome {
        var status: Int32 = 0
        while waitpid(id, &status, WNOHANG) == 0 {
            try await Task.sleep(for: .milliseconds(50))
        }
        let output = try output()
        let isExit = status & 0x7F == 0
        return DevCloud.Outcome(
            status: isExit ? (status >> 8) & 0xFF : 128 + (status & 0x7F), output: output)
    }
}
