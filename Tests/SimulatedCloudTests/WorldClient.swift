// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSimulatedCloud
import Testing
import TestSupport

/// A simulated cloud and a client of its services.
struct WorldClient {
    let clock: SimulatedClock
    let cloud: SimulatedCloud
    let raw: RawClient

    init(
        _ profile: String = "compliant", credentials: SimulatedCloud.Credentials = .member,
        scale: SimulatedCloud.Scale = SimulatedCloud.Scale()
    ) async throws {
        let clock = SimulatedClock()
        let cloud = SimulatedCloud(
            profile: try #require(Profile(name: profile)), clock: clock, gibibyte: 1 << 20,
            scale: scale)
        try await self.init(cloud: cloud, clock: clock, credentials: credentials)
    }

    init(
        cloud: SimulatedCloud, clock: SimulatedClock, credentials: SimulatedCloud.Credentials
    ) async throws {
        self.clock = clock
        self.cloud = cloud
        raw = try await RawClient(transport: cloud, credentials: credentials, clock: clock)
    }

    /// Sends a request; `path` starts after the URL in the catalog.
    func ask(
        _ service: String, _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> RawClient.Reply {
        let base = try #require(raw.endpoints[service], "no \(service)")
        let url = try #require(URL(string: base + path))
        return try await raw.send(method, url, json, headers: headers)
    }

    func compute(
        _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil,
        version: String? = nil
    ) async throws -> RawClient.Reply {
        let headers = version.map { [("OpenStack-API-Version", "compute \($0)")] } ?? []
        return try await ask("compute", method, path, json, headers: headers)
    }

    func network(
        _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil
    ) async throws -> RawClient.Reply {
        try await ask("network", method, "/v2.0" + path, json)
    }

    /// Creates a resource of the Network service; returns its id.
    func makeNetwork(_ kind: String, _ attributes: String) async throws -> String {
        let path = "/" + kind.replacing("_", with: "-") + "s"
        let reply = try await network(.post, path, #"{"\#(kind)": {\#(attributes)}}"#)
        #expect(reply.status == 201, "\(kind): \(reply.message ?? "")")
        return try #require(reply.document[kind]["id"].string)
    }

    /// Polls a server until it is in one of the states; returns the states seen.
    func trail(server id: String, until ends: Set<String>) async throws -> [String] {
        var seen: [String] = []
        for _ in 0..<2000 {
            let reply = try await compute(.get, "/servers/\(id)")
            let state =
                reply.status == 404 ? "gone" : reply.document["server"]["status"].string ?? ""
            if seen.last != state { seen.append(state) }
            if ends.contains(state) { return seen }
            try await clock.sleep(for: .milliseconds(200))
        }
        return seen
    }

    /// All pages of a list that links to the next one.
    func flavors(
        version: String = "2.61", limit: Int? = nil, detail: Bool = true
    ) async throws -> [Document] {
        let list = detail ? "/flavors/detail" : "/flavors"
        var path: String? = list + (limit.map { "?limit=\($0)" } ?? "")
        var all: [Document] = []
        while let next = path {
            let page = try await compute(.get, next, version: version).document
            all += page["flavors"].items
            path = page["flavors_links"][0]["href"].string.map {
                list + "?" + ($0.split(separator: "?").last ?? "")
            }
        }
        return all
    }

    func images(_ query: String = "visibility=public") async throws -> [Document] {
        var path: String? = "/v2/images?" + query
        var all: [Document] = []
        while let next = path {
            let page = try await ask("image", .get, next).document
            all += page["images"].items
            path = page["next"].string
        }
        return all
    }
}
