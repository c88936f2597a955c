// SPDX-License-Identifier: Apache-2.0

/// One HTTP answer of any status.
public struct HTTPResponse: Sendable {
    /// The status code.
    public var status: Int
    /// The headers of the answer.
    public var headers: HTTPHeaders
    /// The body; empty if a `ByteSink` took it.
    public var body: [UInt8]
    /// Whether a `ByteSink` ended the transfer before the end of the body.
    public var endedEarly: Bool
    /// The connection that it came over, as far as the transport knows it.
    package var connection: HTTPConnection?
    /// Where its time went; nil if the transport does not measure it.
    package var phases: HTTPPhases?

    /// An answer with a status.
    public init(
        status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], endedEarly: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.endedEarly = endedEarly
        connection = nil
        phases = nil
    }

    /// The id under which the service logged this request, for searching its logs.
    ///
    /// Nil if the header contains anything else, as it is printed everywhere.
    public var requestID: String? {
        let id = headers["x-openstack-request-id"] ?? headers["x-compute-request-id"]
        guard let id, id.utf8.count <= 64, id.utf8.allSatisfy(Self.isOfID) else { return nil }
        return id
    }

    /// Letters, digits and hyphens.
    private static func isOfID(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte) || byte == 0x2D
    }

    /// Whether the status is 2xx.
    public var isSuccess: Bool { (200..<300).contains(status) }
    /// Whether it points elsewhere: 3xx.
    package var isRedirect: Bool { (300..<400).contains(status) }
    /// Whether whoever answered failed: 5xx.
    package var isServerError: Bool { status >= 500 }
    /// Whether it needs a credential, or another one.
    package var isUnauthorized: Bool { status == 401 }
}
