// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
package import SCSCheck
package import SCSSimulatedCloud

/// A minimal client with raw requests, so that tests see a service's real answers.
package struct RawClient: Sendable {
    /// An answer with its document.
    package struct Reply: Sendable {
        package var response: HTTPResponse
        package var document: Document

        package var status: Int { response.status }

        /// The message of a refusal in any envelope.
        package var message: String? {
            document.keys.first.flatMap { document[$0]["message"].string }
        }
    }

    /// Something that a test needs and does not find.
    package struct Missing: Error, CustomStringConvertible {
        package var description: String
    }

    package let transport: any HTTPTransport
    package let clock: any Clock<Duration>
    package private(set) var token = ""
    package private(set) var project = ""
    /// The public URLs of the services by type.
    package private(set) var endpoints: [String: String] = [:]
    /// The microversion for Block Storage; nil for none.
    package var version: String? = "3.70"

    /// Signs in with a password.
    package init(
        transport: any HTTPTransport, authURL: URL = SimulatedCloud.authURL,
        credentials: SimulatedCloud.Credentials = .member, clock: any Clock<Duration>
    ) async throws {
        self.transport = transport
        self.clock = clock
        let reply = try await send(
            .post, authURL.appending(path: "auth/tokens"), Self.login(credentials))
        guard reply.status == 201, let token = reply.response.headers["X-Subject-Token"] else {
            throw Missing(description: "The login was answered \(reply.status).")
        }
        self.token = token
        project = reply.document["token"]["project"]["id"].string ?? ""
        for service in reply.document["token"]["catalog"].items {
            let open = service["endpoints"].items.first { $0["interface"].string == "public" }
            endpoints[service["type"].string ?? ""] = open?["url"].string
        }
    }

    /// The body of a sign-in request.
    package static func login(_ known: SimulatedCloud.Credentials) -> String {
        """
        {"auth": {"identity": {"methods": ["password"], "password": {"user": {
        "name": "\(known.user)", "domain": {"name": "\(known.domain)"},
        "password": "\(known.password)"}}}, "scope": {"project": {
        "name": "\(known.project ?? "")", "domain": {"name": "\(known.domain)"}}}}}
        """
    }

    /// Sends one request to any URL; `json` becomes the body.
    package func send(
        _ method: HTTPRequest.Method, _ url: URL, _ json: String? = nil,
        headers: [(String, String)] = [], body: HTTPRequest.Body? = nil,
        bodyDestination: HTTPRequest.BodyDestination = .collect(limit: 64 << 20)
    ) async throws -> Reply {
        var request = HTTPRequest(method, url, bodyDestination: bodyDestination)
        if !token.isEmpty { request.headers.set("X-Auth-Token", secret: Secret(token)) }
        if let json {
            request.headers["Content-Type"] = "application/json"
            request.body = .bytes(Array(json.utf8))
        }
        if let body { request.body = body }
        for (name, value) in headers { request.headers[name] = value }
        let response = try await transport.send(request)
        return Reply(response: response, document: Document(response.body))
    }

    /// Sends a request to Block Storage; `path` starts after the project.
    package func volume(
        _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil
    ) async throws -> Reply {
        let url = try url("block-storage", "/\(project)\(path)")
        let headers = version.map { [("OpenStack-API-Version", "volume \($0)")] } ?? []
        return try await send(method, url, json, headers: headers)
    }

    /// Sends a request to the Image service; `path` starts with `/v2`.
    package func image(
        _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil,
        headers: [(String, String)] = [], body: HTTPRequest.Body? = nil,
        bodyDestination: HTTPRequest.BodyDestination = .collect(limit: 64 << 20)
    ) async throws -> Reply {
        try await send(
            method, try url("image", path), json, headers: headers, body: body,
            bodyDestination: bodyDestination)
    }

    private func url(_ service: String, _ path: String) throws -> URL {
        guard let base = endpoints[service], let url = URL(string: base + path) else {
            throw Missing(description: "The catalogue has no \(service) for \(path).")
        }
        return url
    }

    /// Polls until the status is one of `ends` (or the resource is gone); returns the statuses
    /// seen.
    package func trail(
        _ path: String, until ends: Set<String> = ["available", "error", "error_restoring"],
        every interval: Duration = .milliseconds(200), looks: Int = 6000
    ) async throws -> [String] {
        var seen: [String] = []
        for _ in 0..<looks {
            let reply =
                path.hasPrefix("/v2")
                ? try await image(.get, path) : try await volume(.get, path)
            let document = reply.document
            let status =
                document["status"].string
                ?? document.keys.first.flatMap { document[$0]["status"].string }
                ?? "\(reply.status)"
            let state = reply.status == 404 ? "gone" : status
            if seen.last != state { seen.append(state) }
            if ends.contains(state) || state == "gone" { return seen }
            try await clock.sleep(for: interval)
        }
        throw Missing(description: "\(path) never came to \(ends.sorted()); it was \(seen).")
    }

    /// Creates with `json` at `path` and waits; returns the id.
    package func make(_ path: String, _ json: String) async throws -> String {
        let reply = try await volume(.post, path, json)
        let envelope = reply.document.keys.first ?? ""
        guard reply.status == 202, let id = reply.document[envelope]["id"].string else {
            throw Missing(
                description: "POST \(path): \(reply.status) \(reply.message ?? "no text").")
        }
        let seen = try await trail("\(path)/\(id)")
        guard seen.last == "available" else {
            throw Missing(description: "\(path)/\(id) went \(seen).")
        }
        return id
    }

    /// Restores onto a new volume, or onto `target`; returns its id and the statuses seen.
    package func restore(
        _ backup: String, onto target: String? = nil
    ) async throws -> (id: String, trail: [String]) {
        let body = target.map { #"{"restore": {"volume_id": "\#($0)"}}"# }
        let reply = try await volume(
            .post, "/backups/\(backup)/restore", body ?? #"{"restore": {"name": "restored"}}"#)
        guard let id = reply.document["restore"]["volume_id"].string else {
            throw Missing(description: "Restore: \(reply.status) \(reply.message ?? "").")
        }
        let seen = try await trail("/volumes/\(id)")
        let end = try await trail("/backups/\(backup)")
        return (id, end.last == "available" ? seen : end)
    }

    /// Uploads bytes as a private image; returns its id.
    package func upload(_ bytes: [UInt8], format: String = "raw") async throws -> String {
        let made = try await image(
            .post, "/v2/images",
            #"{"name": "content", "disk_format": "\#(format)", "container_format": "bare", "#
                + #""visibility": "private"}"#)
        guard let id = made.document["id"].string else {
            throw Missing(description: "POST /v2/images: \(made.status).")
        }
        let sent = try await image(
            .put, "/v2/images/\(id)/file", headers: [("Content-Type", "application/octet-stream")],
            body: .bytes(bytes))
        guard sent.status == 204 else {
            throw Missing(description: "The upload was answered \(sent.status).")
        }
        return id
    }

    /// Converts a volume to an image and reads all of it.
    package func content(of volumeID: String) async throws -> [UInt8] {
        let asked = try await volume(
            .post, "/volumes/\(volumeID)/action",
            #"{"os-volume_upload_image": {"image_name": "read back", "disk_format": "raw"}}"#)
        guard let id = asked.document["os-volume_upload_image"]["image_id"].string else {
            throw Missing(description: "Upload: \(asked.status) \(asked.message ?? "").")
        }
        _ = try await trail("/v2/images/\(id)", until: ["active", "killed"])
        _ = try await trail("/volumes/\(volumeID)")
        return try await image(.get, "/v2/images/\(id)/file").response.body
    }
}
