// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// What all subjects of a run share: plug-ins, how many are tested at once, where reports go.
package struct FleetOutput: Sendable {
    /// The folder of plug-in programs.
    package var checks: Sourced<String>?
    /// The plug-ins that get the endpoints and tokens.
    package var allowedPlugins: Sourced<[String]>?
    package var folder: Sourced<String>?
    package var formats: Sourced<[String]>?
    /// Subjects that are tested at the same time.
    package var jobs: Sourced<Int>?
    /// The file name of the evidence in each subject's folder.
    package var evidence: Sourced<String>?
    package var history: Sourced<String>?
    package var metrics: Sourced<String>?
    /// The key that signs evidence and uploads, and the command that prints its passphrase.
    package var key: Sourced<String>?
    package var passphraseCommand: Sourced<String>?
    package var upload: FleetUpload?

    static let keys = [
        "checks", "allow-cloud-access", "output", "format", "jobs", "evidence", "history",
        "metrics", "key", "passphrase-command", "upload",
    ]

    package init() {}

    init(_ node: YAMLNode) throws {
        checks = try node["checks"].map { try FleetSettings.text($0, "/etc/scs-check/checks") }
        allowedPlugins = try node["allow-cloud-access"].map {
            try FleetSettings.list($0, "my-check.py")
        }
        folder = try node["output"].map { try FleetSettings.text($0, "reports") }
        formats = try node["format"].map { try FleetSettings.list($0, "json") }
        jobs = try node["jobs"].map { try FleetSettings.number($0, 1...1000, "subjects at once") }
        evidence = try node["evidence"].map { try FleetSettings.text($0, "evidence.tar.gz") }
        history = try node["history"].map { try FleetSettings.text($0, "history.db") }
        metrics = try node["metrics"].map { try FleetSettings.text($0, "scs-check.prom") }
        key = try node["key"].map { try FleetSettings.text($0, "/etc/scs-check/key") }
        passphraseCommand = try node["passphrase-command"].map {
            try FleetSettings.text($0, "pass show key")
        }
        upload = try node["upload"].map { try FleetUpload($0) }
    }

    package func over(_ base: FleetOutput) -> FleetOutput {
        var result = self
        // Who may call the cloud is said of the programs of one folder.
        if checks == nil {
            result.checks = base.checks
            result.allowedPlugins = allowedPlugins ?? base.allowedPlugins
        }
        result.folder = folder ?? base.folder
        result.formats = formats ?? base.formats
        result.jobs = jobs ?? base.jobs
        result.evidence = evidence ?? base.evidence
        result.history = history ?? base.history
        result.metrics = metrics ?? base.metrics
        result.upload = upload ?? base.upload
        // A passphrase belongs to its key.
        if key == nil {
            result.key = base.key
            result.passphraseCommand = passphraseCommand ?? base.passphraseCommand
        }
        return result
    }
}

/// The compliance monitor that gets all reports of a run, and where its password comes from.
package struct FleetUpload: Sendable {
    package var monitor: Sourced<String>
    /// The account; by default that of secure.yaml.
    package var user: Sourced<String>?
    package var passwordCommand: Sourced<String>?
    package var cacert: Sourced<String>?
    /// The folder for reports that the monitor does not have yet.
    package var queue: Sourced<String>?

    static let keys = ["monitor", "user", "password-command", "cacert", "queue"]

    init(_ node: YAMLNode) throws {
        try node.check(allows: Self.keys)
        monitor = try FleetSettings.text(node.required("monitor"), "https://monitor.example")
        user = try node["user"].map { try FleetSettings.text($0, "mycloud") }
        passwordCommand = try node["password-command"].map {
            try FleetSettings.text($0, "pass show monitor")
        }
        cacert = try node["cacert"].map { try FleetSettings.text($0, "authorities.pem") }
        queue = try node["queue"].map { try FleetSettings.text($0, "uploads") }
    }
}
