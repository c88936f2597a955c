// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSHTTP
@testable import SCSOpenStack

/// Download headers: bytes other than the requested ones are not compared.
struct ImageFramingTests {
    private func oddity(
        _ status: Int, _ headers: [(String, String)], asked range: Range<Int64>? = 0..<100
    ) -> String? {
        ImageFraming(
            HTTPResponse(
                status: status, headers: HTTPHeaders(headers.map { (name: $0.0, value: $0.1) }))
        ).oddity(asked: range, size: 1000)
    }

    @Test(arguments: [
        (206, [("Content-Range", "bytes 0-99/1000"), ("Content-Length", "100")]),
        (206, [("content-range", "Bytes 0-99/*")]),
        (206, [("Content-Range", "bytes 0-99/1000"), ("Content-Encoding", "identity")]),
        (200, []),
        (200, [("Content-Length", "1000"), ("Content-Type", "application/octet-stream")]),
    ])
    func `The requested range is accepted`(status: Int, headers: [(String, String)]) {
        #expect(oddity(status, headers) == nil)
    }

    @Test(arguments: [
        (206, [], "without a Content-Range"),
        (206, [("Content-Range", "bytes 1-100/1000")], "got bytes 1-100/1000"),
        (206, [("Content-Range", "bytes 0-98/1000")], "got bytes 0-98/1000"),
        (206, [("Content-Range", "bytes 0-99/1001")], "got bytes 0-99/1001"),
        (206, [("Content-Range", "bytes */1000")], "got"),
        (206, [("Content-Range", "0-99/1000")], "got"),
        (206, [("Content-Range", "bytes 0-99/1000"), ("Content-Length", "105")], "got 105"),
        (
            206, [("Content-Range", "bytes 0-99/1000"), ("Content-Encoding", "gzip")],
            "encoded (gzip)"
        ),
        (206, [("Content-Type", "multipart/byteranges; boundary=x")], "multipart/byteranges"),
        (200, [("Content-Length", "999")], "expected 1000 bytes, got 999"),
        (200, [("Content-Length", "99999999999999999999")], "9999"),
        (200, [("Content-Type", "text/html")], "got text/html"),
        (204, [], "status 204"), (203, [], "status 203"),
    ])
    func `Any other answer is reported`(status: Int, headers: [(String, String)], told: String) {
        let oddity = oddity(status, headers)
        #expect(oddity?.contains(told) == true, "\(oddity ?? "")")
    }

    @Test func `A partial answer to a whole request is refused`() {
        #expect(oddity(206, [("Content-Range", "bytes 0-99/1000")], asked: nil) != nil)
    }
}
