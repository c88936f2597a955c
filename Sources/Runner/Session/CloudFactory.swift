// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// Creates the clouds of a session, which share one clock, counter and end.
struct CloudFactory: Sendable {
    let clock: any Clock<Duration>
    let date: @Sendable () -> Date
    let counter: CallCounter
    let ending: RunEnding
    /// Keeps all calls, for the evidence.
    var log: CallLog?
    var secrets: PromptedSecrets?
    /// Whether nothing may be sent unencrypted.
    var requiresTLS = false
    /// Limits beside the configured ones: of the subject, and those that clouds on one host share.
    var gates: [HostGates] = []
    /// What clouds of one run share; nil: each has its own.
    var loops: CurlLoops?
    /// Shows where to confirm a sign-in, and warnings.
    var onLine: @Sendable (String) -> Void = { _ in }

    /// A cloud on the network; makes no request yet.
    ///
    /// Throws `ValidationError` if TLS is required and Keystone does not use it, and errors of
    /// prompting for the key's passphrase.
    func cloud(_ configuration: CloudConfiguration) async throws -> Cloud {
        guard !requiresTLS || configuration.authURL.scheme?.lowercased() == "https" else {
            throw ValidationError(
                "Cloud '\(configuration.name)' is at \(SafeURL.text(configuration.authURL)), and the "
                    + "password would be sent without encryption; use https, or omit --require-tls."
            )
        }
        var tls = configuration.tls
        if let required = configuration.keyPassphrase {
            let passphrase = try await secrets?.secret(
                SecretQuestion(cloud: configuration.name, required))
            passphrase.map(Console.vault.add)
            tls.keyPassphrase = passphrase
        }
        var settings = CurlTransport.Settings(tls: tls, userAgent: CheckProgram.current.userAgent)
        if let limit = configuration.apiTimeout {
            settings.connectLimit = limit
            settings.idleLimit = limit
        }
        settings.forcesIPv4 = configuration.forcesIPv4
        // There are many handshakes in sequence, so a long limit would be waited for each time.
        var probing = settings
        probing.connectLimit = min(settings.connectLimit, CurlTransport.Settings().connectLimit)
        return cloud(
            configuration, over: CurlTransport(settings: settings, sharing: loops),
            tlsProbe: TLSProbe(settings: probing))
    }

    /// A cloud over `transport`; calls are counted below the retries, so that these count too.
    func cloud(
        _ configuration: CloudConfiguration, over transport: any HTTPTransport,
        tlsProbe: (any TLSProbing)? = nil
    ) -> Cloud {
        let counted = Transcript(transport, clock: clock) { [counter, log, date] in
            counter.count($0)
            log?.add($0, ended: date())
        }
        let limited = gates.reduce(counted as any HTTPTransport) { HostLimitedTransport($0, $1) }
        let paced = PacedTransport(limited, paces: configuration.paces, clock: clock)
        let retrying = RetryingTransport(
            paced, policy: configuration.retryPolicy(), policies: configuration.retryPolicies,
            clock: clock, jitter: { Double.random(in: 0..<1) }, now: date,
            onRetry: { [counter] in counter.count($0) })
        return Cloud(
            configuration, transport: BoundedTransport(retrying, clock: clock, ending: ending),
            clock: clock, date: date, tlsProbe: tlsProbe, secrets: secrets, vault: Console.vault,
            requiresTLS: requiresTLS, tell: onLine)
    }
}
