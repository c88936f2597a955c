// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSupport

/// An OAuth 2.0 endpoint that accepts a form and issues a token (RFC 6749, RFC 8628).
struct TokenEndpoint: Sendable {
    let address: WebAddress
    let transport: any HTTPTransport

    /// An error answer: its code and a sentence.
    struct Refusal: Error {
        let error: String
        let cause: AccessError
    }

    /// User and password of HTTP's basic scheme, if the form does not contain them.
    typealias Basic = (user: String, password: Secret)

    /// Posts the form once and returns the JSON of a successful answer.
    ///
    /// Throws `Refusal`, `APIError` for a broken service, `UnreadableAnswer`, `TransportError`.
    func post(
        _ form: [(String, String)], as client: Basic? = nil, hiding secrets: [Secret],
        isRepeatable: Bool = false
    ) async throws -> JSON {
        let text = form.map { "\($0.percentEncoded)=\($1.percentEncoded)" }.joined(separator: "&")
        var request = HTTPRequest(
            .post, address.url,
            headers: [
                "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
            ], body: .bytes(Array(text.utf8)), bodyDestination: .collect(limit: 1 << 20),
            isRepeatable: isRepeatable, timeLimit: .seconds(120))
        if let client {
            request.headers.set(
                "Authorization", secret: .basic(user: client.user, password: client.password))
        }
        let response = try await transport.send(request)
        guard response.isSuccess else {
            throw refusal(response, hiding: secrets + (client.map { [$0.password] } ?? []))
        }
        do {
            return try JSON.parse(response.body)
        } catch {
            throw UnreadableAnswer(call: call, detail: "it is not JSON")
        }
    }

    private var call: String { "POST \(SafeURL.text(address.url))" }
    private var host: String { address.url.host() ?? "" }

    private func refusal(_ response: HTTPResponse, hiding secrets: [Secret]) -> any Error {
        guard response.isRefusalOfTheForm || response.isRedirect else {
            return APIError(response, call: call, hiding: secrets)
        }
        guard !response.isRedirect else {
            return AccessError(
                .redirected,
                "\(call) answered \(response.status), a redirect; secrets do not follow one.",
                advice: "Configure the URL that it leads to.")
        }
        let told = Self.error(in: response.body.hiding(secrets))
        let words = [told.error, told.description].filter { !$0.isEmpty }.joined(separator: ", ")
        return Refusal(
            error: told.error,
            cause: AccessError(
                .credentials,
                "\(host) does not accept the credentials: \(call) answered \(response.status)"
                    + (words.isEmpty ? "." : ": \(words)."),
                advice: "Check user, password, client id and client secret."))
    }

    /// `error` and `error_description` of RFC 6749; empty if there are none.
    private static func error(in body: [UInt8]) -> (error: String, description: String) {
        do {
            let json = try JSON.parse(body)
            return (
                json["error"]?.string?.harmless(100) ?? "",
                json["error_description"]?.string?.harmless(300) ?? ""
            )
        } catch {
            // A page instead of JSON: the status says enough.
            return ("", "")
        }
    }
}

extension HTTPResponse {
    /// Whether the provider refuses what the form holds: RFC 6749 asks for 400 or 401, and providers use
    /// other 4xx as well. 429 says nothing about the credentials.
    fileprivate var isRefusalOfTheForm: Bool { (400..<500).contains(status) && status != 429 }
}

extension Secret {
    /// The `Authorization` header of HTTP's basic scheme (RFC 7617).
    static func basic(user: String, password: Secret) -> Secret {
        Secret("Basic " + Data("\(user):\(password.exposed)".utf8).base64EncodedString())
    }
}
