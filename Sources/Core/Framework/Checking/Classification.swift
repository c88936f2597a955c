// SPDX-License-Identifier: Apache-2.0
import HTTP
import OpenStack
import Support

/// What an error means for a test case.
package struct Classification: Sendable, Equatable {
    package var verdict: Verdict
    package var reason: Reason
    package var message: String
    package var advice: String
    package var evidence: [Evidence] = []

    /// Judges `error`: where a demand is judged (`judging`) what disproves it is a FAIL; whatever
    /// kept us from finding out is an ABORT everywhere. What was judged already stays as it was.
    package init(of error: any Error, judging: Bool) {
        switch error {
        case let judged as CheckContext.Judged:
            self = judged.classification
        case is CancellationError:
            self.init(.interrupted, RunLimit.current.explanation, judging)
        case let finding as Finding:
            self.init(
                finding.reason, finding.message, judging && !finding.isInconclusive,
                advice: finding.advice)
            evidence = finding.evidence
        case let error as AccessError:
            self.init(Reason(error.cause), error.message, judging, advice: error.advice)
        case let refused as SignInRefused:
            self.init(
                .auth, "The cloud does not accept the credentials: \(refused)", judging,
                advice: refused.advice)
            evidence = Self.evidence(refused.error)
        case let error as APIError:
            self.init(of: error, judging)
        case let error as ServiceMissing:
            self.init(.serviceMissing, error.description, judging)
        case let error as TransportError:
            self.init(.unreachable, error.message, judging)
        case let error as WrongAnswer:
            self.init(.unreachable, error.description, judging)
            advice =
                "Check what stands between us and the service: an answer reached the wrong request, or "
                + "somebody renamed the resource."
        case let error as UnreadableAnswer:
            self.init(
                .unreachable, error.description, judging,
                advice:
                    "Something between us and the service may answer in its place: a proxy, a portal."
            )
        case let error as JournalError:
            self.init(
                .internal, "Nothing more is created, as the journal cannot be kept. \(error)",
                judging,
                advice: "Make room and the folder writable, or name another one with --journals.")
        default:
            self.init(.internal, error.spoken, judging)
        }
    }

    /// A refusal by status, once it is clear that it is not about a quota.
    private init(of error: APIError, _ judging: Bool) {
        func advice(_ reason: Reason) -> String { reason.advice(about: error.service) }
        switch error.status {
        case _ where error.isOverQuota:
            self.init(
                .quota, "The project's quota is used up: \(error)", judging, advice: advice(.quota))
        case 401:
            self.init(
                .auth, "The cloud does not accept the credentials: \(error)", judging,
                advice:
                    "Where signing in works, it is this service that refuses: an application "
                    + "credential whose access rules do not name the call, or a service that asks "
                    + "another Keystone.")
        case 403, 404, 405, 409, 400, 406, 410, 415, 501:
            let reason: Reason =
                judging ? .demandNotMet : error.status == 403 ? .notPermitted : .resourceError
            self.init(
                reason, "The cloud refused: \(error)", judging,
                advice: reason == .demandNotMet
                    ? "Let an ordinary member of the project do this; the logs of "
                        + "\(error.service?.spokenName ?? "the service") say why it was refused."
                    : advice(reason))
        case 413, 429:
            self.init(
                .throttled, "The cloud throttles us: \(error)", judging, advice: advice(.throttled))
        default:
            self.init(
                .unreachable, "The service failed: \(error)", judging, advice: advice(.unreachable))
        }
        evidence = Self.evidence(error)
    }

    private static func evidence(_ error: APIError) -> [Evidence] {
        error.requestID.map { [Evidence(.request, "\(error.call): \($0)")] } ?? []
    }

    private init(
        _ reason: Reason, _ message: String, _ judging: Bool, advice: String? = nil
    ) {
        verdict =
            judging && reason.isDisproof ? .fail : reason == .notRecorded ? .missing : .abort
        self.reason = reason
        self.message = message.harmless(2000)
        self.advice = advice.flatMap { $0.isEmpty ? nil : $0 } ?? reason.advice()
    }
}

extension Reason {
    /// What it means for a test case that the cloud could not be signed in to, or be asked.
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
