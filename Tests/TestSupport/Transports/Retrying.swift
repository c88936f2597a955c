// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// Repeats every failed request, creations too: for tests only.
package struct Retrying: HTTPTransport {
    private let transport: any HTTPTransport

    package init(_ transport: any HTTPTransport) {
        self.transport = transport
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        do {
            let response = try await transport.send(request)
            return response.status > 500 ? try await transport.send(request) : response
        } catch is TransportError {
            return try await transport.send(request)
        }
    }
}
