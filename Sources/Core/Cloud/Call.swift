// SPDX-License-Identifier: Apache-2.0

/// One call of a service's API, before it has a host and a token.
public struct Call: Sendable {
    package enum Payload: Sendable {
        case none
        case json(JSON)
        case stream(length: Int64, contentType: String, open: @Sendable () -> any ByteSource)
    }

    package var service: ServiceType
    package var method: HTTPRequest.Method
    /// Path segments below the service's versioned (and, for Block Storage, project's) URL.
    package var path: [String]
    package var query: [(String, String)]
    package var payload: Payload
    /// The least microversion whose behaviour the call relies on.
    package var microversion: Microversion?
    package var headers: [(String, String)] = []
    package var reception: HTTPRequest.Reception = .collect(limit: 32 << 20)

    package init(
        _ method: HTTPRequest.Method, _ service: ServiceType, _ path: [String],
        query: [(String, String)] = [], json: JSON? = nil, microversion: Microversion? = nil
    ) {
        self.method = method
        self.service = service
        self.path = path
        self.query = query
        self.payload = json.map(Payload.json) ?? .none
        self.microversion = microversion
    }
}
