// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// What a download's headers say about its bytes: range, length and encoding.
struct ImageFraming: Sendable {
    private let status: Int
    private let headers: HTTPHeaders

    init(_ response: HTTPResponse) {
        status = response.status
        headers = response.headers
    }

    /// Why the bytes are not those that were requested; nil if they are.
    func oddity(asked range: Range<Int64>?, size: Int64) -> String? {
        let type = headers["Content-Type"]?.lowercased() ?? ""
        // A page in place of the data cannot be compared.
        if ["text/", "application/json", "multipart/"].contains(where: type.hasPrefix) {
            return "expected image data, got \(type.harmless(80))"
        }
        let encoding = headers["Content-Encoding"]?.lowercased() ?? "identity"
        if encoding != "identity" {
            return
                "its bytes are encoded (\(encoding.harmless(40))), although no encoding was requested"
        }
        switch (status, range) {
        case (206, let range?):
            return oddity(ofRange: range, size) ?? oddity(ofLength: Int64(range.count))
        case (200, _): return oddity(ofLength: size)
        default:
            return "status \(status) answers a request for image data"
        }
    }

    private func oddity(ofRange range: Range<Int64>, _ size: Int64) -> String? {
        guard let told = headers["Content-Range"] else {
            return "it is a part of the image without a Content-Range"
        }
        let part = "bytes \(range.lowerBound)-\(range.upperBound - 1)/"
        guard ["\(part)\(size)", "\(part)*"].contains(told.lowercased()) else {
            return "requested \(part)\(size), got \(told.harmless(80))"
        }
        return nil
    }

    private func oddity(ofLength expected: Int64) -> String? {
        guard let told = headers["Content-Length"], Int64(told) != expected else { return nil }
        return "expected \(expected) bytes, got \(told.harmless(40))"
    }
}
