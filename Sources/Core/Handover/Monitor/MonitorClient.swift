// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSHTTP
package import SCSOpenStack
package import SCSSupport

/// SCS's compliance monitor at an address, for one account.
package struct MonitorClient: Sendable {
    private let transport: any HTTPTransport
    private let address: WebAddress
    private let user: String
    private let password: Secret
    private let vault: SecretVault

    package init(
        _ address: WebAddress, user: String, password: Secret, transport: any HTTPTransport,
        vault: SecretVault
    ) {
        self.address = address
        self.user = user
        self.password = password
        self.transport = transport
        self.vault = vault
    }

    /// Sends all documents of a submission in one request.
    package func post(_ submission: Submission) async throws -> MonitorAnswer {
        // The monitor knows a report that it has by its uuid, so that sending it again is safe.
        var request = HTTPRequest(
            .post, url("reports"), body: .bytes(submission.body),
            bodyDestination: .collect(limit: 1 << 20), isRepeatable: true)
        request.headers["Content-Type"] = submission.format.contentType
        authorize(&request)
        do {
            let response = try await transport.send(request)
            return MonitorAnswer(response, to: submission, words: words)
        } catch let error as TransportError {
            return .away(error.message)
        }
    }

    /// Whether the monitor has the report of that uuid; nil if it does not say.
    package func has(_ document: MonitorDocument) async throws -> Bool? {
        var request = HTTPRequest(
            .get, url("reports/\(document.uuid)"), bodyDestination: .collect(limit: 16 << 20))
        authorize(&request)
        do {
            return switch try await transport.send(request).status {
            case 200: true
            case 404: false
            default: nil
            }
        } catch is TransportError {
            return nil
        }
    }

    private func authorize(_ request: inout HTTPRequest) {
        let pair = Data("\(user):\(password.exposed)".utf8).base64EncodedString()
        request.headers.set("Authorization", secret: Secret("Basic \(pair)"))
    }

    private func url(_ path: String) -> URL {
        address.url.appending(path: path)
    }

    private var words: MonitorWords {
        MonitorWords(
            monitor: SafeURL.text(address.url), user: user.harmless(80), vault: vault)
    }
}
