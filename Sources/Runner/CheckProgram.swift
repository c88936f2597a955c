// SPDX-License-Identifier: Apache-2.0
@_exported public import SCSCheck
@_exported public import SCSStandards
import Synchronization

/// The whole command line, for the `main` of a program with its own checks.
public struct CheckProgram: Sendable {
    /// The program's name in help and messages.
    public let name: String
    /// The version of the program, `1.0.0`.
    public let version: String
    let collections: [CheckCollection]
    private let known = KnownRegistry()

    /// The program of this process; in tests, the one with SCS's standards.
    @TaskLocal static var current = CheckProgram()

    /// A program with the checks of `collections`; `.iaas` contains those of SCS.
    public init(name: String, version: String, collections: [CheckCollection]) {
        self.name = name
        self.version = version
        self.collections = collections
    }

    /// scs-check itself.
    public init() {
        self.init(name: "scs-check", version: Version.current, collections: [.iaas])
    }

    /// Runs the command line of this process and ends with its exit status.
    public func main() async {
        await Self.$current.withValue(self) { await Program.main() }
    }

    /// Name and version of another package's program; nil: scs-check itself.
    var versionedName: String? { name == "scs-check" ? nil : "\(name) \(version)" }

    /// What `--version` prints.
    var fullVersion: String {
        versionedName == nil ? version : "\(version) (scs-check \(Version.current))"
    }

    /// The user agent of its requests.
    var userAgent: String {
        let own = "scs-check/\(Version.current)"
        return versionedName == nil ? own : "\(name)/\(version) \(own)"
    }

    /// A standard for the example in the help.
    ///
    /// Every command reads the help's text, and reading the standards costs ten times a start.
    var exampleSelection: String { versionedName == nil ? "volume-backup" : "STANDARD" }

    /// Its standards and checks, read once.
    ///
    /// Throws if a description is wrong or checks contradict each other.
    func registry() throws -> CheckRegistry { try known.registry(of: collections) }

    /// Its standards and checks, and the plug-ins of a folder.
    ///
    /// Throws `ValidationError` where a folder that was named cannot be used.
    func registry(with options: ChecksOptions) async throws -> CheckRegistry {
        var registry = try registry()
        for plugin in try await options.plugins(beside: registry) {
            do {
                try registry.add(plugin.standard, plugin.module)
            } catch {
                Console.tell("warning: The plug-in \(plugin.name) is not used: \(error)")
            }
        }
        return registry
    }
}

/// The registry of a program, once it was read.
private final class KnownRegistry: Sendable {
    private let kept = Mutex<CheckRegistry?>(nil)

    func registry(of collections: [CheckCollection]) throws -> CheckRegistry {
        try kept.withLock { kept in
            if let kept { return kept }
            let registry = try CheckRegistry(collections)
            kept = registry
            return registry
        }
    }
}
