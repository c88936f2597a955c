// SPDX-License-Identifier: Apache-2.0
import HTTP
import Support

/// What the head of a download says about its bytes: which they are, how many, and in what form.
struct ImageFraming: Sendable {
    private let status: Int
    private let headers: HTTPHeaders

    init(_ response: HTTPResponse) {
        status = response.status
        headers = response.headers
    }

    /// What keeps the bytes from being those that were asked for; nil where nothing does.
    func oddity(asked range: Range<Int64>?, size: Int64) -> String? {
        let type = headers["Content-Type"]?.lowercased() ?? ""
        // A page in the place of the data is nothing to compare.
        if ["text/", "application/json", "multipart/"].contains(where: type.hasPrefix) {
            return "an image's data were expected, and \(type.harmless(80)) came"
        }
        let encoding = headers["Content-Encoding"]?.lowercased() ?? "identity"
        if encoding != "identity" {
            return "its bytes are encoded (\(encoding.harmless(40))), which nobody asked for"
        }
        switch (status, range) {
        case (206, let range?):
            return oddity(ofRange: range, size) ?? oddity(ofLength: Int64(range.count))
        case (200, _): return oddity(ofLength: size)
        default:
            return "the status \(status) came where the image's data were asked for"
        }
    }

    private func oddity(ofRange range: Range<Int64>, _ size: Int64) -> String? {
        guard let told = headers["Content-Range"] else {
            return "a part of the image came, and no Content-Range tells which"
        }
        let part = "bytes \(range.lowerBound)-\(range.upperBound - 1)/"
        guard ["\(part)\(size)", "\(part)*"].contains(told.lowercased()) else {
            return "\(part)\(size) was asked for, and \(told.harmless(80)) came"
        }
        return nil
    }

    private func oddity(ofLength expected: Int64) -> String? {
        guard let told = headers["Content-Length"], Int64(told) != expected else { return nil }
        return "\(expected) bytes were expected, and \(told.harmless(40)) came"
    }
}
