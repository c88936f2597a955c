// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover
import SCSSimulatedCloud
import Synchronization

/// The entry point of the outside world: transports, clocks and clouds, by the user's options.
struct Session: Sendable {
    let cloud: Cloud
    /// The same cloud for other personas, by the credentials that the user named.
    let others: [Persona: Cloud]
    let clock: any Clock<Duration>
    let date: @Sendable () -> Date
    let counter: CallCounter
    let warnings: [String]
    /// Whether nothing outside this process is touched.
    var isSimulated: Bool { simulation != nil }
    /// The cloud, where it is in this process.
    let simulation: Simulation?
    /// Tells the run when it must end.
    let ending: RunEnding

    /// Reads the configuration and prompts for missing secrets; makes no request yet. Throws
    /// `ValidationError`, and `ExitCode` if the prompt is interrupted.
    init(_ choice: CloudChoice, onLine: @escaping @Sendable (String) -> Void) async throws {
        let counter = CallCounter(onCall: choice.isVerbose ? onLine : nil, onRetry: onLine)
        self.counter = counter
        let ending = RunEnding()
        self.ending = ending
        let name = choice.cloud
        if let name, name == "simulated" || name.hasPrefix("simulated:") {
            guard let profile = Profile.parse(name) else {
                throw ValidationError(Self.unknownProfile(name))
            }
            try choice.refuseWhatSimulatedCloudsIgnore()
            let simulated = Simulation(profile, choice.personas)
            let clock = simulated.clock
            let date: @Sendable () -> Date = { clock.date }
            self.clock = clock
            self.date = date
            let factory = CloudFactory(
                clock: clock, date: date, counter: counter, ending: ending, log: choice.log)
            cloud = factory.cloud(simulated.member, over: simulated.cloud)
            others = simulated.others.mapValues { factory.cloud($0, over: simulated.cloud) }
            warnings =
                try choice.secrets?.source(clock: clock) == nil
                ? [] : ["a simulated cloud needs no secrets; none was requested"]
            simulation = simulated
            return
        }
        for password in ProxyPassword.all(ProcessInfo.processInfo.environment) {
            Console.vault.add(password)
        }
        let finder = choice.finder ?? ConfigurationFile.finder
        do {
            let configuration = try finder.configuration(cloud: name, region: choice.region)
            let otherConfigurations = try choice.others.mapValues {
                try finder.configuration(cloud: $0, region: choice.region)
            }
            let clock = ContinuousClock()
            let date: @Sendable () -> Date = { Date() }
            self.clock = clock
            self.date = date
            let secrets = try await PromptedSecrets(
                [configuration] + otherConfigurations.sorted { $0.key < $1.key }.map(\.value),
                try choice.secrets?.source(clock: clock), choice.memory)
            let factory = CloudFactory(
                clock: clock, date: date, counter: counter, ending: ending, log: choice.log,
                secrets: secrets,
                requiresTLS: choice.requiresTLS, gates: choice.gates, loops: choice.loops,
                onLine: onLine)
            cloud = try await factory.cloud(configuration)
            var others: [Persona: Cloud] = [:]
            for (persona, configuration) in otherConfigurations {
                others[persona] = try await factory.cloud(configuration)
            }
            self.others = others
            warnings =
                configuration.warnings + otherConfigurations.values.flatMap(\.warnings)
                + secrets.warnings
            simulation = nil
        } catch is CancellationError {
            throw ExitCode(130)
        } catch {
            throw error.asCommandError
        }
    }

    /// Profiles are faults, or defects named after the test case that they fail.
    private static func unknownProfile(_ name: String) -> String {
        let wanted = name.split(separator: ":", maxSplits: 1).last.map(String.init) ?? ""
        let names = Profile.all.map(\.name)
        let near = Suggestion.nearest(to: wanted, among: names)
        let faults = names.filter { !$0.hasPrefix("scs-") }
        return "No simulated cloud is called '\(name)'"
            + (near.map { "; did you mean \($0.quotedForMessage)?" } ?? ".")
            + " A test case's id is the name of a cloud that fails it."
            + (near == nil ? " Faults are: \(faults.joined(separator: ", "))." : "")
    }

    /// The subject of the report, as far as it is known.
    func subject() async -> Report.Subject {
        var subject = Report.Subject(
            cloud: cloud.name, authURL: cloud.configuration.authURL.absoluteString,
            region: cloud.configuration.regionName,
            tlsVerified: cloud.configuration.tls.verify)
        let endpoints = Set(([cloud] + others.values).flatMap(\.clearTextEndpoints))
        subject.clearTextEndpoints = endpoints.isEmpty ? nil : endpoints.sorted()
        do {
            let token = try await cloud.token()
            subject.project = token.projectName
            subject.projectID = token.projectID
            subject.user = token.userName
            subject.roles = token.roles
        } catch {
            // The outcomes say why there is no token; the report then names no user.
            return subject.cleaned(by: cloud.vault)
        }
        return subject.cleaned(by: cloud.vault)
    }
}

/// The cloud and credentials, and how to show calls.
struct CloudChoice: Sendable {
    var cloud: String?
    var region: String?
    /// The clouds of other personas.
    var others: [Persona: String] = [:]
    /// Everybody who acts in the test cases.
    var personas: [Persona] = []
    var isVerbose = false
    /// Whether nothing may be sent unencrypted.
    var requiresTLS = false
    /// The sources of secrets that are not configured.
    var secrets: SecretOptions?
    /// Keeps all calls, for the evidence.
    var log: CallLog?
    /// Limits beside the configured ones.
    var gates: [HostGates] = []
    /// What the clouds of a run share: connections, and the configuration as it was first read.
    var loops: CurlLoops?
    var finder: ConfigurationFinder?
    /// The answers so far.
    var memory = AnswerMemory()
}

extension CloudChoice {
    /// A simulated cloud has its own region, other project and managers.
    fileprivate func refuseWhatSimulatedCloudsIgnore() throws {
        let options: [(String, String?)] =
            [
                ("--region", region == SimulatedCloud.region ? nil : region)
            ]
            + others.sorted { $0.key < $1.key }.map { persona, cloud in
                (persona.term?.description ?? "--credential \(persona.name)", cloud)
            }
        for (option, value) in options {
            if let value, value != cloud {
                throw ValidationError(
                    "\(option) \(value.quotedForMessage) has no effect with a simulated cloud, which "
                        + "has its own; omit it.")
            }
        }
    }
}

/// Counts calls and retries, and shows each of them on request.
final class CallCounter: Sendable {
    private let counts = Mutex((calls: 0, retries: 0))
    private let onCall: (@Sendable (String) -> Void)?
    private let onRetry: @Sendable (String) -> Void

    init(
        onCall: (@Sendable (String) -> Void)?, onRetry: @escaping @Sendable (String) -> Void
    ) {
        self.onCall = onCall
        self.onRetry = onRetry
    }

    var calls: Int { counts.withLock { $0.calls } }
    var retries: Int { counts.withLock { $0.retries } }

    func count(_ call: Transcript.Call) {
        counts.withLock { $0.calls += 1 }
        guard let onCall else { return }
        let ending =
            switch call.ending {
            case .status(let status): "\(status)"
            case .failed(let error): "failed: \(error.kind.words)"
            case .cancelled: "cancelled"
            case .stopped(let what): "stopped by \(what)"
            }
        let time = Int((call.duration.inSeconds * 1000).rounded())
        onCall(
            "  \(call.method.rawValue) \(call.url) \(ending) \(time) ms"
                + (call.requestID.map { " \($0.harmless(80))" } ?? ""))
    }

    func count(_ retry: RetryEvent) {
        counts.withLock { $0.retries += 1 }
        let reason =
            switch retry.reason {
            case .status(let status): "answered \(status)"
            case .error(let kind): "failed: \(kind.words)"
            }
        onRetry(
            "  \(retry.method.rawValue) \(retry.host)\(retry.path.harmless(120)) \(reason); "
                + "again in \(retry.pause.formatted), attempt \(retry.attempt + 1)")
    }
}
