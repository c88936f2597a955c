// SPDX-License-Identifier: Apache-2.0

/// One HTTP answer, whatever its status.
public struct HTTPResponse: Sendable {
    public var status: Int
    public var headers: HTTPHeaders
    /// The body; empty where a `ByteSink` took it.
    public var body: [UInt8]
    /// Whether a `ByteSink` had seen enough before the end of the body.
    public var endedEarly: Bool

    public init(
        status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], endedEarly: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.endedEarly = endedEarly
    }

    /// The id under which the service logged this request: what an operator searches for.
    public var requestID: String? {
        headers["x-openstack-request-id"] ?? headers["x-compute-request-id"]
    }

    public var isSuccess: Bool { (200..<300).contains(status) }
}
