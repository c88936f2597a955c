// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Core
import FoundationEssentials
import SimulatedCloud
import Synchronization

/// Where the world comes in: transports, clocks and clouds, put together from what the user asked.
struct Session: Sendable {
    let cloud: Cloud
    /// The same cloud as others see it, whose credentials the user named.
    let others: [Persona: Cloud]
    let clock: any Clock<Duration>
    let date: @Sendable () -> Date
    let counter: CallCounter
    let warnings: [String]
    /// Whether nothing outside this process is touched.
    let isSimulated: Bool
    /// What the run is told by when it must end.
    let ending: RunEnding

    /// Reads the configuration and asks for what it lacks; makes no request yet. Throws
    /// `ValidationError`, and `ExitCode` where somebody interrupts the question.
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
            let simulated = Simulation(profile)
            let clock = simulated.clock
            let date: @Sendable () -> Date = { clock.date }
            self.clock = clock
            self.date = date
            cloud = Self.cloud(simulated.member, simulated.cloud, clock, date, counter, ending)
            others = simulated.others.mapValues {
                Self.cloud($0, simulated.cloud, clock, date, counter, ending)
            }
            warnings =
                try choice.secrets?.source(clock: clock) == nil
                ? [] : ["a simulated cloud needs no secrets; none was requested"]
            isSimulated = true
            return
        }
        for password in ProxyPassword.all(ProcessInfo.processInfo.environment) {
            Console.vault.add(password)
        }
        let finder = ConfigurationFile.finder
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
                [configuration] + Persona.allCases.compactMap { otherConfigurations[$0] },
                try choice.secrets?.source(clock: clock), choice.memory)
            cloud = try await Self.cloud(
                configuration, clock, date, counter, ending, secrets,
                requiresTLS: choice.requiresTLS, onLine)
            var others: [Persona: Cloud] = [:]
            for (persona, configuration) in otherConfigurations {
                others[persona] = try await Self.cloud(
                    configuration, clock, date, counter, ending, secrets,
                    requiresTLS: choice.requiresTLS, onLine)
            }
            self.others = others
            warnings =
                configuration.warnings + otherConfigurations.values.flatMap(\.warnings)
                + secrets.warnings
            isSimulated = false
        } catch is CancellationError {
            throw ExitCode(130)
        } catch let error as ValidationError {
            throw error
        } catch {
            throw ValidationError(because: error)
        }
    }

    /// Faults are behaviours; each test case also has a defect of its own name that fails it.
    private static func unknownProfile(_ name: String) -> String {
        let wanted = name.split(separator: ":", maxSplits: 1).last.map(String.init) ?? ""
        let faults = Profile.all.filter { !$0.name.hasPrefix("scs-") }
        return "No simulated cloud is called '\(name)'"
            + Suggestion.question(about: wanted, among: Profile.all.map(\.name))
            + " A test case's id selects a cloud that fails it: simulated:scs-0103-flavor-1l-1. "
            + "Known faults:\n"
            + faults.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n")
    }

    /// A cloud that is reached over the network.
    private static func cloud(
        _ configuration: CloudConfiguration, _ clock: any Clock<Duration>,
        _ date: @escaping @Sendable () -> Date, _ counter: CallCounter, _ ending: RunEnding,
        _ secrets: PromptedSecrets, requiresTLS: Bool,
        _ onLine: @escaping @Sendable (String) -> Void
    ) async throws -> Cloud {
        let tls = configuration.tls
        guard !requiresTLS || configuration.authURL.scheme?.lowercased() == "https" else {
            throw ValidationError(
                "Cloud '\(configuration.name)' is at \(SafeURL.text(configuration.authURL)), and the "
                    + "password would be sent without encryption; use https, or omit --require-tls."
            )
        }
        var passphrase: Secret?
        if let required = tls.keyPassphrase {
            passphrase = try await secrets.secret(
                SecretQuestion(cloud: configuration.name, required))
            passphrase.map(Console.vault.add)
        }
        var settings = CurlTransport.Settings(
            tls: CurlTransport.TLS(
                verify: tls.verify, caFile: tls.caFile, clientCertificate: tls.clientCertificate,
                clientKey: tls.clientKey, keyPassphrase: passphrase),
            userAgent: "scs-check/\(Version.current)")
        if let limit = configuration.apiTimeout {
            settings.connectLimit = limit
            settings.idleLimit = limit
        }
        settings.forcesIPv4 = configuration.forcesIPv4
        // Many hands are shaken, one after the other: a patient limit would be waited for each time.
        var probing = settings
        probing.connectLimit = min(settings.connectLimit, CurlTransport.Settings().connectLimit)
        return cloud(
            configuration, CurlTransport(settings: settings), clock, date, counter, ending,
            TLSProbe(settings: probing), secrets, requiresTLS: requiresTLS, onLine)
    }

    /// Each call is counted where it is made, so that repetitions count too.
    private static func cloud(
        _ configuration: CloudConfiguration, _ transport: any HTTPTransport,
        _ clock: any Clock<Duration>, _ date: @escaping @Sendable () -> Date,
        _ counter: CallCounter, _ ending: RunEnding, _ tlsProbe: (any TLSProbing)? = nil,
        _ secrets: PromptedSecrets? = nil,
        requiresTLS: Bool = false,
        _ onLine: @escaping @Sendable (String) -> Void = { _ in }
    ) -> Cloud {
        let counted = Transcript(transport, clock: clock) { counter.count($0) }
        let paced = PacedTransport(counted, paces: configuration.paces, clock: clock)
        let retrying = RetryingTransport(
            paced, policy: configuration.retryPolicy(), policies: configuration.retryPolicies,
            clock: clock, jitter: { Double.random(in: 0..<1) }, now: date,
            onRetry: { counter.count($0) })
        return Cloud(
            configuration, transport: BoundedTransport(retrying, clock: clock, ending: ending),
            clock: clock, date: date, tlsProbe: tlsProbe,
            secrets: secrets, vault: Console.vault, requiresTLS: requiresTLS, tell: onLine)
    }

    /// What a report says of who was tested, as far as it can be known.
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

/// Which cloud, as whom, and how much of it to show.
struct CloudChoice: Sendable {
    var cloud: String?
    var region: String?
    /// The clouds of other credentials, by who they are.
    var others: [Persona: String] = [:]
    var isVerbose = false
    /// Whether nothing is sent without encryption.
    var requiresTLS = false
    /// Where secrets come from that are not configured.
    var secrets: SecretOptions?
    /// What was asked for already.
    var memory = AnswerMemory()
}

extension CloudChoice {
    /// A simulated cloud has its own region, its own other project and its own managers.
    fileprivate func refuseWhatSimulatedCloudsIgnore() throws {
        let options: [(String, String?)] = [
            ("--region", region == SimulatedCloud.region ? nil : region),
            ("--other-cloud", others[.otherProject]), ("--manager-cloud", others[.manager]),
            ("--other-manager-cloud", others[.otherManager]),
        ]
        for (option, value) in options {
            if let value, value != cloud {
                throw ValidationError(
                    "\(option) \(value.quotedForMessage) has no effect with a simulated cloud, which "
                        + "has its own; omit it.")
            }
        }
    }
}

/// Counts calls and repetitions, and shows them to whoever wants to see each.
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
