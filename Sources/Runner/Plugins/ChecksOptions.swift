// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet

/// Where programs are that are checks.
struct ChecksOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder of plug-ins. Default: checks of scs-check.yaml, else of "
                + "~/.local/share/scs-check.", valueName: "dir"),
        completion: .directory)
    var checks: String?

    /// The plug-ins that can be used; sentences about the others go to standard error.
    func plugins(beside registry: CheckRegistry) async throws -> [PluginFolder.Plugin] {
        guard
            let path = checks ?? Self.configured()
                ?? Self.usual(ProcessInfo.processInfo.environment)
        else { return [] }
        do {
            let folder = try await PluginFolder(
                path, known: registry.standards, facts: registry.facts,
                environment: PluginEnvironment.current)
            for problem in folder.problems { Console.tell("warning: \(problem)") }
            return folder.plugins
        } catch let error as PluginFolder.Unusable {
            guard checks == nil else { throw error.asCommandError }
            Console.tell("warning: \(error)")
            return []
        }
    }

    /// The folder that the user's or the machine's scs-check.yaml names by default.
    ///
    /// Whoever enters a folder has not agreed to run what a file in it names.
    private static func configured() -> String? {
        do {
            return try FleetConfigurationFile.usual()?.output.checks?.value
        } catch {
            Console.tell("warning: The default folder of checks is unknown: \(error.formatted)")
            return nil
        }
    }

    /// The usual folder; nil where there is none.
    static func usual(_ environment: [String: String]) -> String? {
        let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        guard let base = data ?? home.map({ $0 + "/.local/share" }) else { return nil }
        let path = base + "/scs-check/checks"
        return FileKind(of: path) == nil ? nil : path
    }
}

/// What plug-ins find in their environment: no credentials, and nothing that names a cloud.
enum PluginEnvironment {
    private static let harmless: Set<String> = [
        "PATH", "HOME", "TMPDIR", "TZ", "LANG", "LANGUAGE", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ]
    private static let proxies: Set<String> = ["http_proxy", "https_proxy", "no_proxy"]

    static var current: [String: String] { passed(ProcessInfo.processInfo.environment) }

    static func passed(_ environment: [String: String]) -> [String: String] {
        environment.filter { name, value in
            // The address of a proxy may hold a password.
            if proxies.contains(name.lowercased()) { return !value.contains("@") }
            return harmless.contains(name) || name.hasPrefix("LC_")
        }
    }
}
