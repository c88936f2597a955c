// SPDX-License-Identifier: Apache-2.0
package import SCSHTTP
package import SCSSupport

/// One API call, without host and token.
public struct Call: Sendable {
    package enum Payload: Sendable {
        case none
        case json(JSON)
        case stream(length: Int64, contentType: String, open: @Sendable () -> any ByteSource)
    }

    /// Methods that change nothing.
    package enum Reading: Sendable {
        case get, head
    }

    /// Methods that change the resource of the path.
    package enum Change: Sendable {
        case post, put, patch, delete
    }

    package let service: ServiceType
    package let method: HTTPRequest.Method
    /// Segments below the service's versioned (and, for Block Storage, project) URL.
    let path: [PathSegment]
    package var query: [(String, String)]
    package var payload: Payload
    /// The minimum microversion that the call relies on.
    package var microversion: Microversion?
    package var headers: [(String, String)] = []
    package var bodyDestination: HTTPRequest.BodyDestination = .collect(limit: 32 << 20)
    /// Whether it may safely be sent twice, if the method does not decide it.
    package var isRepeatable: Bool?
    /// Whether it requests the service's version document, which is outside any project.
    let isOfVersions: Bool

    /// A call that reads; `path` may contain ids from answers.
    package init(
        _ method: Reading, _ service: ServiceType, _ path: [PathSegment],
        query: [(String, String)] = [], microversion: Microversion? = nil
    ) {
        self.init(
            method == .get ? .get : .head, service, path, query, .none, microversion, false)
    }

    /// A call that changes something; `path` contains only ids known to belong to the run.
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

    /// Requests the API versions that a service offers.
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

    /// As in the API reference: `GET /volumes/{id}`.
    package var spelled: String {
        "\(method.rawValue) /\(path.map(\.text).joined(separator: "/"))"
    }
}
