// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Synchronization
import Testing
import TestSupport

@testable import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

/// Tokens that would be sent unencrypted.
struct ClearTextTests {
    private static let token: HTTPResponse = {
        let body = """
            {"token": {"expires_at": "2030-01-01T00:00:00.000000Z", "user": {"id": "u"},
             "project": {"id": "p"}, "catalog": [{"type": "volumev3", "name": "c", "endpoints": [
               {"interface": "public", "region_id": "r", "url": "http://v.example:8776/v3/p"}]}]}}
            """
        return HTTPResponse(
            status: 201, headers: ["X-Subject-Token": "the-token"], body: Array(body.utf8))
    }()

    private func cloud(
        keystone: String, requiresTLS: Bool, told: Told
    ) throws -> (Cloud, ScriptedTransport) {
        let volume = HTTPResponse(status: 200, body: Array("{}".utf8))
        let transport = ScriptedTransport([
            .success(Self.token), .success(volume), .success(volume),
        ])
        let configuration = try CloudConfiguration.test(authURL: keystone, region: "r")
        return (
            Cloud(
                configuration, transport: transport, clock: InstantClock(),
                date: { Date(timeIntervalSince1970: 1_700_000_000) }, requiresTLS: requiresTLS,
                tell: { told.add($0) }), transport
        )
    }

    @Test func `An http endpoint beside an https Keystone is reported once`()
        async throws
    {
        let told = Told()
        let (cloud, _) = try cloud(
            keystone: "https://k.example/v3", requiresTLS: false, told: told)
        for _ in 1...2 { _ = try await cloud.send(Call(.get, .blockStorage, ["volumes"])) }
        #expect(told.all.count == 1)
        #expect(told.all.first?.contains("block-storage at http://v.example:8776") == true)
        #expect(cloud.clearTextEndpoints == ["block-storage at http://v.example:8776"])
    }

    @Test func `No request is sent over http where TLS is required`() async throws {
        let told = Told()
        let (cloud, transport) = try cloud(
            keystone: "https://k.example/v3", requiresTLS: true, told: told)
        await #expect(throws: AccessError.self) {
            try await cloud.send(Call(.get, .blockStorage, ["volumes"]))
        }
        #expect(transport.requests.count == 1)
    }

    @Test func `A cloud that uses only http causes no warning`() async throws {
        let told = Told()
        let (cloud, _) = try cloud(keystone: "http://k.example/v3", requiresTLS: false, told: told)
        _ = try await cloud.send(Call(.get, .blockStorage, ["volumes"]))
        #expect(told.all.isEmpty)
        #expect(cloud.clearTextEndpoints.isEmpty)
    }
}

/// The reported lines, in order.
private final class Told: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
