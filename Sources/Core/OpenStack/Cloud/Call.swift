// SPDX-License-Identifier: Apache-2.0
package import SCSSupport
package import SCSHTTP

/// One call of a service's API, before it has a host and a token.
public struct Call: Sendable {
    package enum Payload: Sendable {
        case none
        case json(JSON)
        case stream(length: Int64, contentType: String, open: @Sendable () -> any ByteSource)
    }

    /// Methods that change nothing, whatever the path.
    package enum Reading: Sendable {
        case get, head
    }

    /// Methods that change what the path names.
    package enum Change: Sendable {
        case post, put, patch, delete
    }

    package let service: ServiceType
    package let method: HTTPRequest.Method
    /// Segments below the service's versioned (and, for Block Storage, project's) URL.
    let path: [PathSegment]
    package var query: [(String, String)]
    package var payload: Payload
    /// The least microversion whose behaviour the call relies on.
    package var microversion: Microversion?
    package var headers: [(String, String)] = []
    package var bodyDestination: HTTPRequest.BodyDestination = .collect(limit: 32 << 20)
    /// Whether sending it twice does no more than sending it once, for methods that do not say so.
    package var isRepeatable: Bool?
    /// Whether it asks for the service's version document, which stands outside of any project.
    let isOfVersions: Bool

    /// A call that reads; `path` may hold ids that an answer gave.
    package init(
        _ method: Reading, _ service: ServiceType, _ path: [PathSegment],
        query: [(String, String)] = [], microversion: Microversion? = nil
    ) {
        self.init(
            method == .get ? .get : .head, service, path, query, .none, microversion, false)
    }

    /// A call that changes something; `path` holds nothing that is not known to be ours.
    package init(
        _ method: Change, _ service: ServiceType, _ path: [ChangeSegment],
        json: JSON? = nil, microversion: Microversion? = nil
    ) {
        let method: HTTPRequest.Method =
            switch method {
            case .post: .post
            case .put: .put
            case .patch: .patch
            case .delete: .delete
            }
        self.init(
            method, service, path.map(\.segment), [], json.map(Payload.json) ?? .none,
            microversion, false)
    }

    /// Which versions of its API a service offers.
    static func versions(of service: ServiceType) -> Call {
        Call(.get, service, [], [], .none, nil, true)
    }

    private init(
        _ method: HTTPRequest.Method, _ service: ServiceType, _ path: [PathSegment],
        _ query: [(String, String)], _ payload: Payload, _ microversion: Microversion?,
        _ isOfVersions: Bool
    ) {
        self.method = method
        self.service = service
        self.path = path
        self.query = query
        self.payload = payload
        self.microversion = microversion
        self.isOfVersions = isOfVersions
    }

    /// As a reader of the API reference knows it: `GET /volumes/{id}`.
    package var spelled: String {
        "\(method.rawValue) /\(path.map(\.text).joined(separator: "/"))"
    }
}
