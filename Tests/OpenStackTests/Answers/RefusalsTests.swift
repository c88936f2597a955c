// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import Testing

@testable import SCSOpenStack

/// What each status means for each decision: where two lists differ, the difference is meant.
struct RefusalsTests {
    private static func error(_ status: Int, retryAfter: String? = nil) -> APIError {
        var response = HTTPResponse(status: status)
        response.headers["Retry-After"] = retryAfter
        return APIError(response, call: "GET /")
    }

    /// The statuses of errors for which it holds.
    private static func statuses(
        retryAfter: String? = nil, where holds: (APIError) -> Bool
    ) -> [Int] {
        (300..<600).filter { holds(error($0, retryAfter: retryAfter)) }
    }

    @Test
    func `Each decision has its own list of statuses`() {
        #expect(Self.statuses { $0.isHidden } == [403, 404])
        #expect(Self.statuses { $0.deniesAccess } == [401, 403, 404])
        #expect(Self.statuses { $0.isNotOffered } == [400, 403, 404, 405, 409])
        #expect(Self.statuses { $0.refusesRanges } == [400, 416, 501])
        #expect(Self.statuses { $0.refusesMicroversion } == [400, 406])
        #expect(Self.statuses { $0.refusesChange } == [400, 403, 409])
        #expect(Self.statuses { $0.refusesSignIn } == [400, 401, 403, 404, 409])
        #expect(Self.statuses { $0.isOutage } == Array(500..<600).filter { $0 != 501 })
        #expect(Self.statuses { $0.isRefusal } == Array(400..<500).filter { $0 != 408 })
        #expect(
            Self.statuses { $0.meaning == .refusal }
                == [400, 403, 404, 405, 406, 409, 410, 415, 501])
    }

    @Test
    func `A service that says when to come back is busy, and has used nothing up`() {
        #expect(Self.statuses { $0.isBusy } == [429])
        #expect(Self.statuses(retryAfter: "7") { $0.isBusy } == [413, 429, 503])
        #expect(Self.statuses { $0.meaning == .overQuota } == [413])
        #expect(Self.statuses(retryAfter: "7") { $0.meaning == .throttled } == [413, 429])
        #expect(Self.statuses { $0.keepsImagesAway } == [403, 404, 405, 409, 413, 415])
        #expect(Self.statuses(retryAfter: "7") { $0.keepsImagesAway }.isEmpty)
    }

    @Test
    func `What a gateway or a busy service answered may have happened all the same`() {
        let faults = Array(500..<600)
        #expect(Self.statuses { $0.mayHaveHappened } == [408, 429] + faults)
        #expect(Self.statuses(retryAfter: "7") { $0.mayHaveHappened } == [408, 413, 429] + faults)
    }
}
