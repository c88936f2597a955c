// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSOpenStack
import SCSSupport

/// How a test case ended: its verdict, and the finding that ended it.
package struct Conclusion: Sendable, Equatable {
    package var verdict: Verdict
    /// What was found; a clean pass has none.
    package var finding: Finding?

    package static let pass = Conclusion(.pass)

    package init(_ verdict: Verdict, _ finding: Finding? = nil) {
        self.verdict = verdict
        self.finding = finding
    }

    /// The meaning of `error`: a disproof where a requirement is judged (`judging`) is a FAIL, else
    /// an ABORT.
    ///
    /// An error that was judged before keeps its conclusion.
    package init(of error: any Error, judging: Bool) {
        if let judged = error as? Judged {
            self = judged.conclusion
            return
        }
        let finding = Finding(of: error, judging: judging)
        let isDisproof = judging && finding.reason.isDisproof && !finding.isInconclusive
        verdict = isDisproof ? .fail : finding.reason == .notRecorded ? .missing : .abort
        self.finding = finding
    }

    package var reason: Reason? { finding?.reason }
    package var message: String? { finding?.message }
    package var advice: String? { finding?.advice }
}

extension Finding {
    /// What `error` says about the cloud, with advice; `judging` if a requirement is judged.
    package init(of error: any Error, judging: Bool = false) {
        switch error {
        case let judged as Judged:
            self = judged.conclusion.finding ?? Finding(.internal, "Nothing was found.")
        case is CancellationError:
            self.init(.interrupted, RunLimit.current.explanation)
        case let finding as Finding:
            self = finding
        case let error as AccessError:
            self.init(Reason(error.cause), error.message, advice: error.advice)
        case let refused as SignInRefused:
            self.init(
                .auth, "The cloud does not accept the credentials: \(refused)",
                advice: refused.advice, evidence: Self.evidence(refused.error))
        case let error as APIError:
            self.init(of: error, judging)
        case let error as ServiceMissing:
            self.init(.serviceMissing, error.description)
        case let error as TransportError:
            self.init(.unreachable, error.message)
        case let error as WrongAnswer:
            self.init(
                .unreachable, error.description,
                advice: "Check the proxies in front of the service: an answer reached the wrong "
                    + "request, or someone renamed the resource.")
        case let error as UnreadableAnswer:
            self.init(
                .unreachable, error.description,
                advice:
                    "A proxy or portal in front of the service may have answered in its place."
            )
        case let error as JournalError:
            self.init(
                .internal,
                "No more resources are created, as the journal cannot be written. \(error)",
                advice:
                    "Free disk space and make the folder writable, or change \(InterfaceTerm.journals)."
            )
        default:
            self.init(.internal, error.formatted)
        }
        message = message.harmless(2000)
        if advice?.isEmpty != false { advice = reason.advice() }
    }

    /// The meaning of a refusal that is not about a quota.
    private init(of error: APIError, _ judging: Bool) {
        func advice(_ reason: Reason) -> String { reason.advice(about: error.service) }
        switch error.meaning {
        case .overQuota:
            self.init(.quota, "The project's quota is used up: \(error)", advice: advice(.quota))
        case .credentials:
            self.init(
                .auth, "The cloud does not accept the credentials: \(error)",
                advice:
                    "If sign-in works, this service itself refuses the token: the application "
                    + "credential's access rules may not allow the call, or the service may use "
                    + "another Keystone.")
        case .refusal where judging:
            self.init(
                .requirementNotMet, "The cloud refused: \(error)",
                advice: "Allow project members to do this; the logs of "
                    + "\(error.service?.displayName ?? "the service") say why it was refused.")
        case .refusal:
            let reason: Reason = error.isForbidden ? .notPermitted : .resourceError
            self.init(reason, "The cloud refused: \(error)", advice: advice(reason))
        case .throttled:
            self.init(
                .throttled, "The cloud throttles requests: \(error)", advice: advice(.throttled))
        case .fault:
            self.init(.unreachable, "The service failed: \(error)", advice: advice(.unreachable))
        }
        evidence = Self.evidence(error)
    }

    private static func evidence(_ error: APIError) -> [Evidence] {
        error.requestID.map { [Evidence(.request, "\(error.call): \($0)")] } ?? []
    }
}

extension Reason {
    /// What it means for a test case that signing in or finding a service failed.
    init(_ cause: AccessError.Cause) {
        self =
            switch cause {
            case .credentials: .auth
            case .redirected, .clearText: .unreachable
            case .unknownRoles: .notPermitted
            case .noCatalog: .serviceMissing
            case .noCloud: .notRecorded
            }
    }
}
