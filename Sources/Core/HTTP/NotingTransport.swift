// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// Registers every secret that a request carries, so that no unknown one is sent.
package struct NotingTransport: HTTPTransport {
    let base: any HTTPTransport
    let vault: SecretVault

    package init(base: any HTTPTransport, vault: SecretVault) {
        self.base = base
        self.vault = vault
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        for case (_, .secret(let secret)) in request.headers.fields { vault.add(secret) }
        let response = try await base.send(request)
        if let token = response.headers["X-Subject-Token"] { vault.add(Secret(token)) }
        return response
    }
}
