// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSupport

/// Object Store (Swift), read-only, and the S3 API on its host.
public struct ObjectStore: Sendable {
    let cloud: Cloud

    /// Requests the buckets of a key that does not exist, and returns S3's error code.
    ///
    /// Empty if the answer is not S3's. The request carries no token, as the host may be anybody's.
    /// It is dated a day back, so that S3 refuses its date before it looks the key up: no identity
    /// service sees a failed sign-in.
    ///
    /// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    public func s3ErrorCode() async throws -> String {
        let base = try await cloud.host(ofType: "object-store")
        var request = HTTPRequest(.get, base, bodyDestination: .collect(limit: 1 << 20))
        let stamp = Timestamp.format(cloud.date() - 86_400).filter { $0 != "-" && $0 != ":" }
        request.headers["x-amz-date"] = stamp
        request.headers["x-amz-content-sha256"] = [UInt8]().sha256
        request.headers["Authorization"] =
            "AWS4-HMAC-SHA256 "
            + "Credential=doesnotexist/\(stamp.prefix(8))/us-east-1/s3/aws4_request, "
            + "SignedHeaders=host;x-amz-content-sha256;x-amz-date, "
            + "Signature=\(String(repeating: "0", count: 64))"
        let response = try await cloud.sendAnonymously(request)
        guard !response.isFromBeforeS3 else {
            throw APIError(response, call: "GET \(base.absoluteString)")
        }
        let text = String(decoding: response.body, as: UTF8.self)
        guard let start = text.firstRange(of: "<Code>")?.upperBound,
            let end = text[start...].firstRange(of: "</Code>")?.lowerBound
        else { return "" }
        return String(text[start..<end]).harmless(80)
    }
}

extension HTTPResponse {
    /// Whether a proxy answered in place of S3, whose own refusals are 4xx.
    ///
    /// Of the 4xx those about time, size and rate: proxies give them, and S3 never judged the key.
    fileprivate var isFromBeforeS3: Bool {
        isServerError || isRedirect || [408, 413, 429].contains(status)
    }
}
