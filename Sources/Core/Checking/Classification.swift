// SPDX-License-Identifier: Apache-2.0

/// What an error means for a test case.
package struct Classification: Sendable, Equatable {
    package var verdict: Verdict
    package var reason: Reason
    package var message: String
    package var advice: String?
    package var evidence: [Evidence] = []

    /// Judges `error`: where a demand is judged (`judging`) what disproves it is a FAIL; whatever
    /// kept us from finding out is an ABORT everywhere. What was judged already stays as it was.
    package init(of error: any Error, judging: Bool) {
        var refused: Reason { judging ? .demandNotMet : .notPermitted }
        switch error {
        case let judged as CheckContext.Judged:
            self = judged.classification
        case is CancellationError:
            self.init(.interrupted, RunLimit.current.explanation, judging)
        case let finding as Finding:
            self.init(finding.reason, finding.message, judging && !finding.isInconclusive)
            advice = finding.advice
            evidence = finding.evidence
        case let refused as SignInRefused:
            self.init(.auth, "The cloud does not accept the credentials: \(refused)", judging)
            advice = refused.advice
            evidence = Self.evidence(refused.error)
        case let error as APIError:
            switch error.status {
            case 401:
                self.init(.auth, "The cloud does not accept the credentials: \(error)", judging)
                advice =
                    "Where signing in works, it is this service that refuses: an application "
                    + "credential whose access rules do not name the call, or a service that asks "
                    + "another Keystone."
            case 403, 404, 405, 409, 400, 406, 410, 415, 501:
                self.init(
                    error.status == 403 ? refused : judging ? .demandNotMet : .resourceError,
                    "The cloud refused: \(error)", judging)
            case 413 where error.isForNow, 429:
                self.init(.throttled, "The cloud throttles us: \(error)", judging)
                advice = "Run again later, or ask the operator for a higher rate limit."
            case 413:
                self.init(.quota, "The project's quota is used up: \(error)", judging)
                advice = "Free resources in the project or raise its quota, then run again."
            default:
                self.init(.unreachable, "The service failed: \(error)", judging)
                advice = "Look up the request id in the service's log; run again once it is well."
            }
            evidence = Self.evidence(error)
        case let error as ServiceMissing:
            self.init(.serviceMissing, error.description, judging)
            advice = "Check region_name and interface; else the service is not offered there."
        case let error as TransportError:
            self.init(.unreachable, error.message, judging)
        case let error as UnreadableAnswer:
            self.init(.unreachable, error.description, judging)
            advice =
                "Something between us and the service may answer in its place: a proxy, a portal."
        case let error as JournalError:
            self.init(
                .internal, "Nothing more is created, as the journal cannot be kept. \(error)",
                judging)
            advice = "Make room and the folder writable, or name another one with --journals."
        default:
            self.init(.internal, "\(error)", judging)
            advice = "This is not about the cloud: please report it."
        }
    }

    private static func evidence(_ error: APIError) -> [Evidence] {
        error.requestID.map { [Evidence(.request, "\(error.call): \($0)")] } ?? []
    }

    private init(_ reason: Reason, _ message: String, _ judging: Bool) {
        verdict = judging && reason.isDisproof ? .fail : .abort
        self.reason = reason
        self.message = message.harmless(2000)
    }
}
