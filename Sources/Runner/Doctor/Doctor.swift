// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSSimulatedCloud

/// Looks at everything between this machine and a run, and stops at nothing.
struct Doctor {
    var choice: CloudChoice
    var finder: ConfigurationFinder
    var environment: [String: String]
    var network: any NetworkProbing = NetworkProbe()

    /// Throws `ValidationError` for wrong usage, and what prompting for secrets throws.
    func diagnosis() async throws -> Diagnosis {
        if let name = choice.cloud, name == "simulated" || name.hasPrefix("simulated:") {
            return try await simulated(name)
        }
        var diagnosis = Diagnosis(cloud: choice.cloud ?? environment["OS_CLOUD"] ?? "envvars")
        let effective: EffectiveConfiguration
        do {
            effective = try finder.effective(cloud: choice.cloud, region: choice.region)
        } catch {
            diagnosis.add(
                Diagnosis.Line(
                    .configuration, .fail, error.formatted,
                    advice: "Correct it, or choose another with --cloud or --region; "
                        + "`\(CheckProgram.current.name) config` shows each value and its source."))
            diagnosis.skip(
                Array(Diagnosis.Check.allCases.dropFirst()), because: "there is no configuration")
            return diagnosis
        }
        diagnosis.cloud = effective.configuration.name
        diagnosis.add(Self.line(effective))
        return try await examine(effective.configuration, diagnosis)
    }

    private static func line(_ effective: EffectiveConfiguration) -> Diagnosis.Line {
        let configuration = effective.configuration
        let files =
            effective.files.isEmpty ? "OS_* variables" : effective.files.joined(separator: ", ")
        let found =
            "cloud \(configuration.name.quotedForMessage) at \(SafeURL.text(configuration.authURL)), from \(files)"
        guard let warning = effective.warnings.first else {
            return Diagnosis.Line(.configuration, .ok, found)
        }
        return Diagnosis.Line(
            .configuration, .warn, found + "; " + effective.warnings.joined(separator: "; "),
            advice: warning)
    }

    private func examine(
        _ configuration: CloudConfiguration, _ before: Diagnosis
    ) async throws -> Diagnosis {
        var diagnosis = before
        // Each failure is told at once.
        var configuration = configuration
        configuration.connectRetries = 0
        configuration.statusCodeRetries = 0
        let clock = ContinuousClock()
        let date: @Sendable () -> Date = { Date() }
        var settings = CurlTransport.Settings(
            tls: configuration.tls, userAgent: CheckProgram.current.userAgent)
        settings.forcesIPv4 = configuration.forcesIPv4
        let lines = try await ConnectionExamination(
            configuration: configuration, environment: environment, network: network,
            tls: TLSProbe(settings: settings), date: date
        ).lines()
        diagnosis.add(lines)
        guard !lines.contains(where: { $0.state == .fail }) else {
            diagnosis.skip(
                Array(Diagnosis.Check.allCases.drop { $0 != .keystone }),
                because: "there is no connection")
            return diagnosis
        }
        var secrets: PromptedSecrets?
        var lack: Diagnosis.Line?
        do {
            secrets = try await PromptedSecrets(
                [configuration], try choice.secrets?.source(clock: clock), choice.memory)
        } catch let error as ConfigurationError {
            lack = Diagnosis.Line(
                .signIn, .fail, error.formatted,
                advice: "Add it to secure.yaml, or supply it with --password-prompt.")
        }
        let factory = CloudFactory(
            clock: clock, date: date, counter: CallCounter(onCall: nil, onRetry: { _ in }),
            ending: RunEnding(), secrets: secrets, onLine: { Console.tell($0) })
        diagnosis.add(
            try await CloudExamination(
                cloud: try await factory.cloud(configuration),
                transport: CurlTransport(settings: settings), lack: lack
            ).lines())
        return diagnosis
    }

    /// A simulated cloud is inside this process, so there is no way to it.
    private func simulated(_ name: String) async throws -> Diagnosis {
        let session = try await Session(choice, onLine: { _ in })
        var diagnosis = Diagnosis(cloud: session.cloud.name)
        diagnosis.add(Diagnosis.Line(.configuration, .ok, "built into this program"))
        diagnosis.skip([.proxy, .dns, .tcp, .tls], because: "the cloud is inside this process")
        guard let simulation = session.simulation else { return diagnosis }
        diagnosis.add(
            try await CloudExamination(cloud: session.cloud, transport: simulation.cloud).lines())
        return diagnosis
    }
}
