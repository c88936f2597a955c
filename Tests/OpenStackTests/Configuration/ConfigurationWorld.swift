// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

@testable import SCSOpenStack
@testable import SCSSupport

/// Configuration files and variables without a file system.
struct ConfigurationWorld {
    struct Unreadable: Error, CustomStringConvertible {
        var description: String { "permission denied" }
    }

    var files: [String: String] = [:]
    var environment: [String: String] = [:]
    var unreadable: Set<String> = []
    var modes: [String: UInt16] = [:]
    var accesses: [String: FileAccess] = [:]

    /// A world with one `/here/clouds.yaml`.
    init(_ clouds: String? = nil, environment: [String: String] = [:]) {
        files["/here/clouds.yaml"] = clouds
        self.environment = environment
    }

    /// A world with one cloud named `c`, of these lines.
    init(cloud lines: String, auth: String = ConfigurationWorld.auth) {
        let body = lines.isEmpty ? "" : ", " + lines
        self.init("clouds: {c: {auth: {\(auth)}\(body)}}")
    }

    static let auth =
        "auth_url: 'https://k.example.com/v3', username: u, password: p, project_name: pr, "
        + "user_domain_name: D, project_domain_name: D"

    var finder: ConfigurationFinder {
        ConfigurationFinder(
            environment: environment, workingDirectory: "/here", homeDirectory: "/home/me",
            readFile: { [files, unreadable] path in
                if unreadable.contains(path) { throw Unreadable() }
                return files[path].map { Array($0.utf8) }
            },
            fileMode: { [modes] path in modes[path] },
            fileAccess: { [accesses] path in accesses[path] })
    }

    func configuration(
        _ cloud: String? = nil, region: String? = nil
    ) throws -> CloudConfiguration {
        try finder.configuration(cloud: cloud, region: region)
    }

    /// The error's sentence, or "no error".
    func error(_ cloud: String? = nil, region: String? = nil) -> String {
        do {
            try configuration(cloud, region: region).requireSecrets()
            return "no error"
        } catch {
            return "\(error)"
        }
    }
}

extension CloudConfiguration {
    /// The URLs that override the catalog's, in a project with the id 8.
    var overrides: [String: String] {
        get throws {
            try services.compactMapValues { try $0.endpointOverride?.text(projectID: "8") }
        }
    }
}
