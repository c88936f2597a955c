// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// The compliance monitor, and the account there.
struct MonitorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The URL of SCS's compliance monitor, which gets the signed report.", valueName: "url"))
    var monitor: String?

    @Option(
        help: ArgumentHelp(
            "The account at the monitor. Default: that of secure.yaml, else the subject of the report.",
            valueName: "name"))
    var monitorUser: String?

    @Option(
        help: ArgumentHelp(
            "What the monitor calls the cloud. Default: its name in the report.", valueName: "name")
    )
    var monitorSubject: String?

    @Option(
        help: ArgumentHelp(
            "Read the account's password from this descriptor. Default: secure.yaml, or a prompt.",
            valueName: "number"))
    var monitorPasswordFd: Int32?

    @Option(
        help: ArgumentHelp(
            "Run this command, without a shell, for the account's password, its first line.",
            valueName: "command"), completion: .file())
    var monitorPasswordCommand: String?

    @Option(
        help: ArgumentHelp(
            "A PEM file with certificate authorities for the monitor, instead of the system's.",
            valueName: "file"), completion: .file())
    var monitorCacert: String?

    @Option(
        help: ArgumentHelp(
            "The folder for uploads that the monitor does not have yet.", valueName: "dir"),
        completion: .directory)
    var uploads: String?

    func validate() throws {
        if monitorPasswordFd != nil && monitorPasswordCommand != nil {
            throw ValidationError(
                "Give only one of --monitor-password-fd and --monitor-password-command.")
        }
    }

    /// The options that say how to reach a monitor, with whether they are given.
    var given: [(String, Bool)] {
        [
            ("--monitor-user", monitorUser != nil), ("--monitor-subject", monitorSubject != nil),
            ("--monitor-password-fd", monitorPasswordFd != nil),
            ("--monitor-password-command", monitorPasswordCommand != nil),
            ("--monitor-cacert", monitorCacert != nil), ("--uploads", uploads != nil),
        ]
    }

    /// The address; throws `ValidationError`.
    static func address(_ text: String) throws -> WebAddress {
        guard let address = WebAddress(text), address.url.query() == nil else {
            throw ValidationError(
                "\(SafeURL.cleaned(text).quotedForMessage) is not the URL of a monitor; expected http or "
                    + "https with a host, and neither user nor password in it.")
        }
        if !address.isEncrypted, !["127.0.0.1", "::1", "localhost"].contains(address.url.host()) {
            Console.tell(
                "warning: \(SafeURL.text(address.url)) is not encrypted: everyone on the way can read the "
                    + "password; use https")
        }
        return address
    }

    static var defaultFolder: String { StateFolder.defaultPath + "/uploads" }

    /// The queue of uploads; throws `ValidationError`.
    func queue() throws -> UploadQueue {
        do {
            return try UploadQueue(uploads ?? Self.defaultFolder)
        } catch {
            throw ValidationError("\(error) Set another one with --uploads.")
        }
    }

    /// The account in secure.yaml; nil if there is none. Throws `ValidationError`.
    func configured(_ address: WebAddress) throws -> MonitorAccount? {
        do {
            return try ConfigurationFile.finder.monitorAccount(at: address.url.absoluteString)
        } catch {
            throw error.asCommandError
        }
    }

    /// The monitor at an address for a user, whose password is prompted for if it has no source.
    func client(_ address: WebAddress, user: String) async throws -> MonitorClient {
        let password = try await password(address, user)
        Console.vault.add(password)
        var tls = TLSSettings()
        if let monitorCacert {
            guard FileKind(of: monitorCacert) == .file else {
                throw ValidationError(
                    "The file \(monitorCacert.harmless(300)) of --monitor-cacert does not exist.")
            }
            tls.caFile = monitorCacert
        }
        for password in ProxyPassword.all(ProcessInfo.processInfo.environment) {
            Console.vault.add(password)
        }
        var policy = RetryPolicy()
        policy.attempts = 3
        let transport = RetryingTransport(
            NotingTransport(
                base: CurlTransport(
                    settings: CurlTransport.Settings(
                        tls: tls, userAgent: CheckProgram.current.userAgent)),
                vault: Console.vault),
            policy: policy, clock: ContinuousClock(), jitter: { Double.random(in: 0..<1) },
            now: { Date() }, onRetry: { _ in })
        return MonitorClient(
            address, user: user, password: password, transport: transport, vault: Console.vault)
    }

    private func password(_ address: WebAddress, _ user: String) async throws -> Secret {
        let isNamed = monitorPasswordFd != nil || monitorPasswordCommand != nil
        if !isNamed, let account = try configured(address), account.user == user {
            if let warning = account.warning { Console.tell("warning: \(warning)") }
            return account.password
        }
        return try await source().secret(
            SecretQuestion("password", of: .monitor, "\(SafeURL.text(address.url)) (\(user))"))
    }

    private func source() throws -> any SecretSource {
        do {
            if let monitorPasswordFd {
                return try SecretDescriptor(monitorPasswordFd, option: "--monitor-password-fd")
            }
            if let monitorPasswordCommand {
                return try SecretCommand(
                    monitorPasswordCommand, option: "--monitor-password-command",
                    clock: ContinuousClock())
            }
        } catch let error as SecretCommand.Unusable {
            throw ValidationError(error.description)
        }
        return try TerminalPrompt(
            option: "The prompt for the monitor's password",
            others: "secure.yaml, --monitor-password-fd or --monitor-password-command")
    }
}
