// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// One request as services see it.
struct Call: Sendable {
    var method: HTTPRequest.Method
    /// The path's non-empty parts.
    var path: [String]
    var query: [(name: String, value: String)]
    var headers: HTTPHeaders
    var body: [UInt8]
    var requestID: String

    func parameter(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }
}

/// A service's answer to a call.
struct Answer: Error, Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        /// A range of a content, sent in pieces.
        case content(Content, Range<Int64>)
    }

    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: Body = .bytes([])
    /// How much longer than an ordinary request it took.
    var delay: Duration = .zero

    static func json(_ status: Int, _ document: JSON) -> Answer {
        Answer(
            status: status, headers: [("Content-Type", "application/json")],
            body: .bytes(document.encoded))
    }

    /// The error page of Glance, and of Cinder for unknown paths.
    static func page(_ status: Int, _ text: String) -> Answer {
        let title = "\(status) \(titles[status] ?? "Error")"
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("'", with: "&#x27;")
        let page = """
            <html>
             <head>
              <title>\(title)</title>
             </head>
             <body>
              <h1>\(title)</h1>
              \(escaped)<br /><br />



             </body>
            </html>
            """
        return Answer(
            status: status, headers: [("Content-Type", "text/html; charset=UTF-8")],
            body: .bytes(Array(page.utf8)))
    }

    static let unknownPath = page(404, "The resource could not be found.")

    private static let titles = [
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
        409: "Conflict", 413: "Request Entity Too Large", 415: "Unsupported Media Type",
        416: "Request Range Not Satisfiable", 502: "Bad Gateway", 503: "Service Unavailable",
    ]
}
