// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSupport

extension World {
    /// Answers as Swift with its S3 interface, unless the profile removes that.
    mutating func objectStore(_ call: Call, at host: Host) -> Answer {
        let isSwift = host == .objectStore
        if isSwift, call.path.first == "swift" { return swift(call) }
        if isSwift, profile.has(defect: "scs-0123-swift-s3") {
            return Answer(
                status: 404, headers: [("Content-Type", "text/html; charset=UTF-8")],
                body: .bytes(
                    Array(
                        "<html><h1>Not Found</h1><p>The resource could not be found.</p></html>"
                            .utf8)))
        }
        let isSigned =
            call.headers["Authorization"]?.hasPrefix("AWS") == true
            || call.parameter("X-Amz-Signature") != nil || call.parameter("Signature") != nil
        if isSigned, let date = call.headers["x-amz-date"], isSkewed(date) {
            return s3Refusal(
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.")
        }
        return isSigned
            ? s3Refusal(
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.")
            : s3Refusal("AccessDenied", "Access Denied.")
    }

    /// Whether a date such as `20261126T120000Z` is more than 15 minutes from now.
    private func isSkewed(_ date: String) -> Bool {
        var text = date
        for offset in [4, 7] where text.count > offset {
            text.insert("-", at: text.index(text.startIndex, offsetBy: offset))
        }
        for offset in [13, 16] where text.count > offset {
            text.insert(":", at: text.index(text.startIndex, offsetBy: offset))
        }
        guard let then = Timestamp.parse(text) else { return true }
        return abs(then.timeIntervalSince(start + now.seconds)) > 900
    }

    private mutating func s3Refusal(_ code: String, _ message: String) -> Answer {
        let transaction = "tx" + random.hexadecimal(21) + "-" + random.hexadecimal(10)
        let body =
            "<?xml version='1.0' encoding='UTF-8'?>\n<Error><Code>\(code)</Code>"
            + "<Message>\(message)</Message><RequestId>\(transaction)</RequestId></Error>"
        return Answer(
            status: 403,
            headers: [
                ("Content-Type", "application/xml"), ("x-amz-id-2", transaction),
                ("x-amz-request-id", transaction), ("X-Trans-Id", transaction),
                ("X-Openstack-Request-Id", transaction),
            ], body: .bytes(Array(body.utf8)))
    }

    /// An account without containers.
    private mutating func swift(_ call: Call) -> Answer {
        do throws(Answer) {
            let refusal = Answer(
                status: 401, headers: [("Content-Type", "text/html; charset=UTF-8")],
                body: .bytes(
                    Array(
                        ("<html><h1>Unauthorized</h1><p>This server could not verify that you are "
                            + "authorized to access the document you requested.</p></html>").utf8)))
            let who = try caller(call, orElse: refusal)
            guard call.path.count == 3, call.path[2] == "AUTH_\(who.project?.id ?? "")" else {
                return Answer(status: 404)
            }
            return .json(200, [])
        } catch {
            return error
        }
    }
}
