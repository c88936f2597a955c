// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Synchronization

@testable import SCSHTTP
@testable import SCSSupport

/// Answers like Keystone, an identity provider and a service, and records the requests.
final class Wire: HTTPTransport {
    private let asked = Mutex<[HTTPRequest]>([])
    /// Answers that replace the usual ones, by the end of the path.
    private let others: [String: HTTPResponse]

    init(_ others: [String: HTTPResponse] = [:]) {
        self.others = others
    }

    var requests: [HTTPRequest] { asked.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        asked.withLock { $0.append(request) }
        let path = request.url.path()
        if let other = others.first(where: { path.hasSuffix($0.key) }) { return other.value }
        if path.hasSuffix("/volumes/a") {
            return Self.ok(#"{"volume": {"id": "a", "status": "available", "size": 1}}"#)
        }
        if request.url.host() == "keystone.example", path.hasSuffix("/auth") {
            return Self.ok(Self.token(scope: ""), ["X-Subject-Token": "unscoped"])
        }
        if path.hasSuffix("/auth/tokens") {
            return Self.ok(try Self.token(for: request), ["X-Subject-Token": "scoped"])
        }
        if path.hasSuffix("openid-configuration") {
            return Self.ok(
                #"{"issuer": "https://login.example", "token_endpoint": "https://login.example/token","#
                    + #" "device_authorization_endpoint": "https://login.example/device"}"#)
        }
        if path.hasSuffix("/device") {
            return Self.ok(
                #"{"device_code": "dc", "user_code": "UC", "expires_in": 60, "interval": 1,"#
                    + #" "verification_uri": "https://login.example/go"}"#)
        }
        return Self.ok(#"{"access_token": "at", "id_token": "it", "token_type": "Bearer"}"#)
    }

    static func ok(_ body: String, _ headers: HTTPHeaders = [:], status: Int = 200) -> HTTPResponse
    {
        HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
    }

    static func token(scope: String) -> String {
        #"{"token": {"expires_at": "2099-01-01T00:00:00.000000Z", "user": {"id": "i", "name": "u"},"#
            + #" "roles": [{"id": "m", "name": "member"}], "catalog": []\#(scope)}}"#
    }

    /// An honest Keystone's token, for the requested user and scope.
    static func token(for request: HTTPRequest) throws -> String {
        guard case .bytes(let bytes) = request.body else {
            return token(scope: #", "project": {"id": "q", "name": "p"}"#)
        }
        let auth = try JSON.parse(bytes)["auth"]
        var document = try JSON.parse(Array(token(scope: "").utf8))["token"]?.fields ?? [:]
        for method in auth?["identity"]?["methods"]?.array ?? [] {
            guard let user = auth?["identity"]?[method.string ?? ""]?["user"] else { continue }
            document["user"] = named(user, orElse: "i")
        }
        if let project = auth?["scope"]?["project"] {
            document["project"] = named(project, orElse: "q")
        } else if let domain = auth?["scope"]?["domain"] {
            document["domain"] = named(domain, orElse: "d")
        } else if auth?["scope"]?["system"] != nil {
            document["system"] = ["all": true]
        } else {
            document["project"] = ["id": "q", "name": "p"]
        }
        document["OS-TRUST:trust"] = auth?["scope"]?["OS-TRUST:trust"]
        return String(
            decoding: try JSON.object(["token": .object(document)]).bytes(), as: UTF8.self)
    }

    private static func named(_ asked: JSON, orElse id: String) -> JSON {
        var fields = asked.fields ?? [:]
        fields["password"] = nil
        fields["passcode"] = nil
        fields["id"] = fields["id"] ?? .string(id)
        return .object(fields)
    }

    /// The fields of a form.
    static func form(_ bytes: [UInt8]) -> [String: String] {
        var parts = URLComponents()
        parts.percentEncodedQuery = String(decoding: bytes, as: UTF8.self)
        return (parts.queryItems ?? []).reduce(into: [:]) { $0[$1.name] = $1.value }
    }
}

extension JSON {
    var fields: [String: JSON]? {
        if case .object(let fields) = self { fields } else { nil }
    }
}
