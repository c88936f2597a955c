// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSCheck
@testable import SCSHTTP
@testable import SCSOpenStack

/// Advice for every outcome, by reason and service.
struct AdviceTests {
    @Test(
        arguments: Reason.allCases
    )
    func `Each reason has a sentence of advice, with or without a service`(_ reason: Reason) {
        for service in [nil, .compute, .network, .blockStorage] as [ServiceType?] {
            let advice = reason.advice(about: service)
            #expect(advice.hasSuffix(".") && advice.count > 20)
            #expect(!advice.contains("  "))
        }
        #expect(!Reason.resourceError.advice(about: .compute).contains("Block Storage"))
        let finding = Finding(reason, "Something was found.")
        #expect(Conclusion(of: finding, judging: true).advice == reason.advice())
        #expect(Conclusion(of: Finding(reason, "", advice: ""), judging: false).advice != "")
    }

    struct Refusal: Sendable {
        var status: Int
        var body: String
        var reason: Reason
    }

    @Test(arguments: [
        Refusal(
            status: 409,
            body:
                #"{"NeutronError": {"type": "OverQuota", "message": "Quota exceeded for resources: ['network'].", "detail": ""}}"#,
            reason: .quota),
        Refusal(
            status: 403,
            body:
                #"{"forbidden": {"code": 403, "message": "Quota exceeded for instances: Requested 1, but already used 10 of 10 instances"}}"#,
            reason: .quota),
        Refusal(
            status: 403,
            body:
                #"{"code": 403, "title": "Forbidden", "description": "Creation not allowed because a quota has been reached"}"#,
            reason: .quota),
        Refusal(
            status: 413,
            body: #"{"overLimit": {"code": 413, "message": "VolumeLimitExceeded"}}"#,
            reason: .quota),
        Refusal(
            status: 403,
            body:
                #"{"forbidden": {"message": "Policy doesn't allow it. Quota exceeded for x"}}"#,
            reason: .requirementNotMet),
        Refusal(
            status: 409,
            body: #"{"NeutronError": {"type": "NetworkInUse", "message": "Quota exceeded"}}"#,
            reason: .requirementNotMet),
        Refusal(status: 409, body: "<html>Quota exceeded</html>", reason: .requirementNotMet),
    ])
    func `A full quota is recognised in any service's words, and nothing else is`(
        _ refusal: Refusal
    ) {
        let response = HTTPResponse(
            status: refusal.status, headers: [:], body: Array(refusal.body.utf8))
        var error = APIError(response, call: "POST /x")
        error.service = .network
        #expect(error.isOverQuota == (refusal.reason == .quota))
        let judged = Conclusion(of: error, judging: true)
        #expect(judged.reason == refusal.reason)
        #expect(judged.verdict == (refusal.reason == .quota ? .abort : .fail))
        #expect(judged.advice?.contains("Network") == true)
    }

    @Test func `A fact that could not be recorded is MISSING`() {
        let judged = Conclusion(of: Finding(.notRecorded, "It is not there."), judging: true)
        #expect(judged.verdict == .missing)
    }
}
