// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSCheck

/// Tells one lie about an otherwise correct cloud.
package struct LyingTransport: HTTPTransport {
    let cloud: any HTTPTransport
    /// The time for the client that is lied to.
    let now: @Sendable () -> Duration
    let witness: LieWitness
    /// The shape of a request, by which the lie selects it.
    let shape: @Sendable (HTTPRequest) -> String

    package init(
        cloud: any HTTPTransport, now: @escaping @Sendable () -> Duration, witness: LieWitness,
        shape: @escaping @Sendable (HTTPRequest) -> String
    ) {
        self.cloud = cloud
        self.now = now
        self.witness = witness
        self.shape = shape
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await catchUp()
        let shape = shape(request)
        guard let lie = witness.lie(about: shape) else {
            return witness.distorted(
                try await pass(request), to: request, shape, at: now())
        }
        switch lie {
        case .unansweredUntil(let seconds):
            witness.postpone(request, until: now() + .seconds(seconds))
            return HTTPResponse(status: 504)
        case .ineffective: return HTTPResponse(status: 202)
        case .slowDeletion(let seconds):
            witness.postpone(request, until: now() + .seconds(seconds))
            return HTTPResponse(status: 202)
        case .twice:
            _ = try await pass(request)
            return try await pass(request)
        case .doneAndBusy(let status):
            _ = try await pass(request)
            var response = HTTPResponse(status: status)
            response.headers["Retry-After"] = "2"
            response.headers["x-openstack-request-id"] = "req-lie"
            return response
        case .unfiltered: return try await pass(Self.unfiltered(request))
        default:
            return witness.distorted(
                try await pass(request), to: request, shape, at: now(), by: lie)
        }
    }

    private func pass(_ request: HTTPRequest) async throws -> HTTPResponse {
        let response = try await cloud.send(request)
        witness.remember(response, to: request)
        return response
    }

    /// Carries out postponed requests that are due.
    package func catchUp(isOver: Bool = false) async throws {
        while let request = witness.due(at: now(), isOver: isOver) {
            _ = try await cloud.send(request)
        }
    }

    /// The same list without a name filter, two items per page.
    private static func unfiltered(_ request: HTTPRequest) -> HTTPRequest {
        guard var parts = URLComponents(url: request.url, resolvingAgainstBaseURL: false) else {
            return request
        }
        var items = (parts.queryItems ?? []).filter { !["name", "limit"].contains($0.name) }
        items.append(URLQueryItem(name: "limit", value: "2"))
        parts.queryItems = items
        var request = request
        if let url = parts.url { request.url = url }
        return request
    }
}
