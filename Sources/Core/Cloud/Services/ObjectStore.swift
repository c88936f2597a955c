// SPDX-License-Identifier: Apache-2.0
import Crypto
import FoundationEssentials

/// Object Store (Swift) as a check reads it, and the S3 API on its host.
public struct ObjectStore: Sendable {
    let cloud: Cloud

    /// Asks for the buckets of a key that does not exist, and returns S3's error code.
    ///
    /// Empty where the answer is not S3's. The request carries no token: whose host it is does not
    /// matter to it.
    public func s3ErrorCode() async throws -> String {
        let first = try await s3Error(region: "us-east-1")
        // A service of another region says which, as S3 does, and wants to be asked again.
        guard first.code == "AuthorizationHeaderMalformed", !first.region.isEmpty else {
            return first.code
        }
        return try await s3Error(region: first.region).code
    }

    private func s3Error(region: String) async throws -> (code: String, region: String) {
        let base = try await cloud.host(ofType: "object-store")
        var request = HTTPRequest(.get, base, reception: .collect(limit: 1 << 20))
        let signature = S3Signature(
            accessKey: "doesnotexist", secret: "", region: region, date: cloud.date(),
            host: base.authority)
        for (name, value) in signature.headers { request.headers[name] = value }
        let response = try await cloud.sendAnonymously(request)
        // S3's own words come with a 4xx; all this is said by whoever stands before it.
        if response.status >= 500 || (300..<400).contains(response.status)
            || [408, 413, 429].contains(response.status)
        {
            throw APIError(response, call: "GET \(base.absoluteString)")
        }
        let text = String(decoding: response.body, as: UTF8.self)
        func element(_ name: String) -> String {
            guard let start = text.firstRange(of: "<\(name)>")?.upperBound,
                let end = text[start...].firstRange(of: "</\(name)>")?.lowerBound
            else { return "" }
            return String(text[start..<end]).harmless(80)
        }
        return (element("Code"), element("Region"))
    }
}

/// AWS Signature Version 4 of a request for the list of buckets.
///
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
struct S3Signature {
    var accessKey: String
    var secret: String
    var region: String
    var date: Date
    var host: String

    /// The request's headers, the signature among them.
    var headers: [(String, String)] {
        let stamp = Timestamp.format(date).filter { $0 != "-" && $0 != ":" }
        let day = String(stamp.prefix(8))
        let empty = [UInt8]().sha256
        let canonical = """
            GET
            /

            host:\(host)
            x-amz-content-sha256:\(empty)
            x-amz-date:\(stamp)

            host;x-amz-content-sha256;x-amz-date
            \(empty)
            """
        let scope = "\(day)/\(region)/s3/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n\(Array(canonical.utf8).sha256)"
        var key = Array("AWS4\(secret)".utf8)
        for part in [day, region, "s3", "aws4_request", text] {
            key = Array(
                HMAC<SHA256>.authenticationCode(
                    for: Array(part.utf8), using: SymmetricKey(data: key)))
        }
        return [
            ("x-amz-date", stamp), ("x-amz-content-sha256", empty),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(accessKey)/\(scope), "
                    + "SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=\(key.hex)"
            ),
        ]
    }
}

extension URL {
    /// Host and port as a Host header gives them.
    var authority: String {
        let host = host() ?? ""
        return port.map { "\(host):\($0)" } ?? host
    }
}
