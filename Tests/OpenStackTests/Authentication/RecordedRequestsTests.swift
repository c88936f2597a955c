// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

/// Requests match those of openstacksdk and keystoneauth, as recorded by
/// `Tests/Recorded/keystoneauth.py`.
struct RecordedRequestsTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Recorded")

    struct Recorded: Sendable, CustomTestStringConvertible {
        let json: JSON
        var testDescription: String { json["name"]?.string ?? "" }
    }

    static let all: [Recorded] = {
        let path = folder.appending(path: "keystoneauth-requests.json")
        guard let data = try? Data(contentsOf: path), let json = try? JSON.parse(Array(data))
        else { return [] }
        return (json.array ?? []).map(Recorded.init)
    }()

    @Test func `Every authentication type has recorded requests`() {
        let recorded = Set(Self.all.compactMap { $0.json["cloud"]?["auth_type"]?.string })
        let types = AuthenticationType.all.map(\.name).filter { $0 != "password" }
        #expect(types.allSatisfy(recorded.contains), "\(recorded)")
        #expect(Self.all.count >= 27)
    }

    @Test(arguments: all)
    func `Requests match the recorded ones`(_ recorded: Recorded) async throws {
        var fields = try #require(recorded.json["cloud"]?.fields)
        fields["block_storage_endpoint_override"] = "https://service.example/v3"
        if fields["auth_type"] == "v3oauth2mtlsclientcredential" { fields["cert"] = "/c.pem" }
        let file = JSON.object(["clouds": .object(["c": .object(fields)])])
        var world = ConfigurationWorld(String(decoding: try file.bytes(), as: UTF8.self))
        world.files["/c.pem"] = "x"
        let isUnscoped = recorded.json["name"]?.string?.hasSuffix("token for nothing") == true

        let wire = Wire()
        let cloud = Cloud(
            try world.configuration(), transport: wire, clock: InstantClock(), date: { Date() })
        if isUnscoped {
            // openstacksdk continues with a useless token.
            let error = await #expect(throws: AccessError.self) { _ = try await cloud.token() }
            #expect(error?.cause == .credentials)
        } else {
            _ = try await cloud.blockStorage.volume("a")
        }

        var wanted = (recorded.json["requests"]?.array ?? []).filter {
            $0["url"] != "https://keystone.example/v3"
        }
        if isUnscoped { wanted.removeLast() }
        let sent = wire.requests
        #expect(sent.count == wanted.count)
        for (request, entry) in zip(sent, wanted) {
            let isOurs = request.url.host() == "service.example"
            #expect(request.method.rawValue == entry["method"]?.string)
            #expect(isOurs || request.url.absoluteString == entry["url"]?.string)
            for name in ["Authorization", "X-Auth-Token", "X-Subject-Token"] {
                #expect(request.headers[name] == entry["headers"]?[name]?.string, "\(name)")
            }
            try Self.compare(request, with: entry)
        }
    }

    private static func compare(_ request: HTTPRequest, with entry: JSON) throws {
        guard case .bytes(let bytes) = request.body else {
            #expect(entry["json"] == nil && entry["form"] == nil)
            return
        }
        guard case .object(let form)? = entry["form"] else {
            if let json = entry["json"] { #expect(try JSON.parse(bytes) == json) }
            return
        }
        #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded")
        #expect(Wire.form(bytes) == form.compactMapValues(\.string))
    }
}
