// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// Modifies single answers and nothing else.
package struct EditingTransport: HTTPTransport {
    package typealias Edit = @Sendable (HTTPRequest, inout HTTPResponse) throws -> Void
    private let transport: any HTTPTransport
    private let edit: Edit

    package init(_ transport: any HTTPTransport, _ edit: @escaping Edit) {
        self.transport = transport
        self.edit = edit
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        var response = try await transport.send(request)
        try edit(request, &response)
        return response
    }
}
