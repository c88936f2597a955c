// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials

/// One HTTP request, complete before it is sent.
public struct HTTPRequest: Sendable {
    /// The methods in use.
    public enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// The body of a request; a stream can be opened again for a retry.
    public enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// `length` in bytes; `open` returns a new source from the start.
        case stream(length: Int64, open: @Sendable () -> any ByteSource)
    }

    /// Where the body of a 2xx answer goes; other bodies are always collected.
    public enum BodyDestination: Sendable {
        /// Kept in `HTTPResponse.body`; more bytes than this end the transfer with `tooLarge`.
        case collect(limit: Int)
        /// Delivered as it arrives; `HTTPResponse.body` stays empty.
        case stream(any ByteSink)
    }

    /// The method.
    public var method: Method
    /// The absolute URL.
    public var url: URL
    /// The path of the URL, decoded: `/v3/…/volumes/42`.
    public var path: String { url.path(percentEncoded: false) }
    /// The headers.
    public var headers: HTTPHeaders
    /// The body to send.
    public var body: Body
    /// Where the body of the answer goes.
    public var bodyDestination: BodyDestination
    /// Whether it may safely be sent twice, if the method does not decide it.
    public var isRepeatable: Bool
    /// The time limit of the whole exchange; nil: the transport's own limit.
    public var timeLimit: Duration?
    /// The official type of the service whose limits apply; nil: none.
    package var service: String?

    /// A request, without a body by default.
    public init(
        _ method: Method, _ url: URL, headers: HTTPHeaders = [:], body: Body = .none,
        bodyDestination: BodyDestination = .collect(limit: 32 << 20), isRepeatable: Bool? = nil,
        timeLimit: Duration? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.bodyDestination = bodyDestination
        self.isRepeatable = isRepeatable ?? (method != .post && method != .patch)
        self.timeLimit = timeLimit
    }
}
