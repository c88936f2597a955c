// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSupport

/// Sends calls to the services of a cloud, each with the token in force and to where its service is.
struct CallSender: Sendable {
    let configuration: CloudConfiguration
    var transport: any HTTPTransport
    let tokens: TokenSource
    let clearText: ClearText

    /// Makes `call` and returns its 2xx answer.
    ///
    /// Throws `APIError` for any other status, `ServiceMissing`, `TransportError`. After a 401 the
    /// token is fetched anew and the call made once more.
    func send(_ call: Call) async throws -> HTTPResponse {
        let token = try await tokens.current()
        let response = try await send(call, with: token)
        guard response.isUnauthorized, token.fixed == nil else {
            return try check(response, of: call, token)
        }
        let fresh = try await tokens.replacing(token.value)
        return try check(try await send(call, with: fresh), of: call, fresh)
    }

    private func check(
        _ response: HTTPResponse, of call: Call, _ token: Token
    ) throws -> HTTPResponse {
        guard response.isSuccess else {
            var error = APIError(response, call: call.spelled, hiding: token.secrets)
            error.service = call.service
            guard response.isRefusalOfNobody else { throw error }
            throw UnreadableAnswer(
                call: error.call,
                detail: "a \(error.status) that is not the service's own: \(error.explanation)")
        }
        return response
    }

    private func send(_ call: Call, with token: Token) async throws -> HTTPResponse {
        let url = try url(of: call, token)
        var request = HTTPRequest(call.method, url, bodyDestination: call.bodyDestination)
        request.service = call.service.name
        if let isRepeatable = call.isRepeatable { request.isRepeatable = isRepeatable }
        request.headers["Accept"] = "application/json"
        token.authorize(&request.headers)
        if let microversion = call.microversion {
            request.headers["OpenStack-API-Version"] =
                "\(call.service.microversionName) \(microversion)"
        }
        for (name, value) in call.headers { request.headers[name] = value }
        switch call.payload {
        case .none: break
        case .json(let json):
            request.headers["Content-Type"] = "application/json"
            request.body = .bytes(try json.bytes())
        case .stream(let length, let contentType, let open):
            request.headers["Content-Type"] = contentType
            request.body = .stream(length: length, open: open)
        }
        return try await transport.send(request)
    }

    private func url(of call: Call, _ token: Token) throws -> URL {
        let endpoint = try endpoint(of: call.service, token)
        if let base = URL(string: endpoint.versioned) {
            try clearText.check(base, of: call.service.name, keystone: configuration.authURL)
        }
        var path = call.path
        // Block Storage's resources live below the project; its version document does not.
        if call.service == .blockStorage, !call.isOfVersions, let id = token.projectID {
            path.insert(try PathSegment(ofProject: id), at: 0)
        }
        guard let url = endpoint.url(path, query: call.query, isFolder: call.isOfVersions) else {
            throw UnreadableAnswer(call: endpoint.versioned, detail: "it is not a valid URL")
        }
        return url
    }

    /// Where a service is: the user's override first, else the catalog.
    private func endpoint(of service: ServiceType, _ token: Token) throws -> Endpoint {
        let url = try address(of: service.name, token)
        return Endpoint(url, majorVersion: service.majorVersion, projectID: token.projectID)
    }

    private func address(of type: String, _ token: Token) throws -> URL {
        if let override = configuration.service(ofType: type)?.endpointOverride {
            return try override.url(projectID: token.projectID)
        }
        return try token.endpoint(ofType: type, configuration)
    }

    /// Scheme, host and port of a service of that catalog type; throws `ServiceMissing`.
    func host(ofType type: String) async throws -> URL {
        let url = try address(of: type, try await tokens.current())
        var parts = URLComponents()
        parts.scheme = url.scheme
        parts.host = url.host()
        parts.port = url.port
        parts.path = "/"
        guard let root = parts.url else {
            throw UnreadableAnswer(call: "The service catalog", detail: "\(type) has no host")
        }
        return root
    }

    /// The base URL of a service for reports; throws `ServiceMissing`.
    func baseURL(of service: ServiceType) async throws -> String {
        try endpoint(of: service, try await tokens.current()).versioned
    }

    /// The same for a program that sends the token there.
    ///
    /// Throws `AccessError` where that would be without encryption and is ruled out.
    func urlForToken(of service: ServiceType) async throws -> String {
        let text = try await baseURL(of: service)
        if let url = URL(string: text) {
            try clearText.check(url, of: service.name, keystone: configuration.authURL)
        }
        return text
    }
}
