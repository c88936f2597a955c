// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSupport

/// An identity provider's discovery document, which states where to send secrets.
///
/// It is trusted as far as it arrived safely: an endpoint of the same origin always; one of another
/// host only if both URLs are https and the document's issuer has the origin that was contacted.
///
/// Source: OpenID Connect Discovery 1.0, sections 3 and 4.
struct Discovery: Sendable {
    private let source: WebAddress?
    private let document: JSON

    /// Fetches it; empty without a URL.
    init(_ address: WebAddress?, _ transport: any HTTPTransport) async throws {
        source = address
        guard let address else {
            document = [:]
            return
        }
        let call = "GET \(SafeURL.text(address.url))"
        let response = try await transport.send(
            HTTPRequest(
                .get, address.url, headers: ["Accept": "application/json"],
                bodyDestination: .collect(limit: 1 << 20), timeLimit: .seconds(120)))
        guard response.isSuccess else {
            guard !response.isServerError else { throw APIError(response, call: call) }
            throw AccessError(
                .credentials,
                "The identity provider has no discovery document: \(call) answered "
                    + "\(response.status).",
                advice: "Correct discovery_endpoint; it ends in /.well-known/openid-configuration.")
        }
        do {
            document = try JSON.parse(response.body)
        } catch {
            throw UnreadableAnswer(
                call: call, detail: "it is not a discovery document; check discovery_endpoint")
        }
    }

    /// Throws if the document lists its grants without this one.
    func requireGrant(_ type: String) throws {
        guard let listed = document["grant_types_supported"]?.array?.compactMap(\.string),
            !listed.isEmpty, !listed.contains(type)
        else { return }
        throw AccessError(
            .credentials,
            "The identity provider does not offer the grant \(type), but "
                + "\(listed.joined(separator: ", ").harmless(300)).",
            advice: "Choose an auth_type that it offers, or allow the client this grant.")
    }

    /// The endpoint of that name; throws if there is none, or none that secrets may be sent to.
    func endpoint(_ name: String) throws -> WebAddress {
        guard let source else {
            throw AccessError(
                .credentials, "No URL of the identity provider's \(name) is configured.")
        }
        let call = "GET \(SafeURL.text(source.url))"
        guard let text = document[name]?.string else {
            throw UnreadableAnswer(call: call, detail: "the discovery document has no \(name)")
        }
        guard let address = WebAddress(text) else {
            throw UnreadableAnswer(
                call: call, detail: "the discovery document's \(name) is not an http or https URL")
        }
        if address.origin == source.origin { return address }
        guard address.isEncrypted else {
            throw refusal(name, address, "which is not encrypted")
        }
        guard source.isEncrypted else {
            throw refusal(
                name, address, "another host, and came over http, where anyone can alter it")
        }
        guard let issuer = document["issuer"]?.string.flatMap({ WebAddress($0) }),
            issuer.origin == source.origin
        else {
            throw refusal(
                name, address, "another host, and its issuer is not the host that sent it")
        }
        return address
    }

    private func refusal(_ name: String, _ address: WebAddress, _ why: String) -> AccessError {
        let key = name == "token_endpoint" ? "access_token_endpoint" : name
        return AccessError(
            .credentials,
            "The discovery document would have secrets sent to \(address.origin), \(why); nothing "
                + "was sent.",
            advice: "If that is intended, set \(key) in auth; a configured URL is used as it is.")
    }
}
