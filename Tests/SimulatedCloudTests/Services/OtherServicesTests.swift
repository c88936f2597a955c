// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSimulatedCloud
import Testing
import TestSupport

struct OtherServicesTests {
    private static let secret =
        #"{"name": "probe", "payload": "foo", "payload_content_type": "text/plain", "#
        + #""secret_type": "opaque"}"#

    @Test func `A secret can be stored, found, read and deleted`() async throws {
        let world = try await WorldClient()
        let made = try await world.ask("key-manager", .post, "/v1/secrets", Self.secret)
        #expect(made.status == 201)
        let address = try #require(made.document["secret_ref"].string.flatMap(URL.init(string:)))
        let found = try await world.ask("key-manager", .get, "/v1/secrets?name=probe&limit=5")
        #expect(found.document["total"].int == 1)
        #expect(found.document["secrets"][0]["secret_ref"] == made.document["secret_ref"])
        #expect(world.cloud.inventory.secrets.map(\.name) == ["probe"])
        let payload = try await world.raw.send(.get, address.appending(path: "payload"))
        #expect(String(decoding: payload.response.body, as: UTF8.self) == "foo")
        let other = try await WorldClient(
            cloud: world.cloud, clock: world.clock, credentials: .other)
        #expect(try await other.raw.send(.get, address).status == 404)
        #expect(try await world.raw.send(.delete, address).status == 204)
        #expect(try await world.raw.send(.get, address).status == 404)
        #expect(world.cloud.inventory.secrets.isEmpty)
    }

    @Test func `Secrets are paged`() async throws {
        let world = try await WorldClient()
        for _ in 0..<12 {
            _ = try await world.ask("key-manager", .post, "/v1/secrets", Self.secret)
        }
        let first = try await world.ask("key-manager", .get, "/v1/secrets").document
        #expect(first["secrets"].items.count == 10 && first["total"].int == 12)
        let next = try #require(first["next"].string.flatMap(URL.init(string:)))
        let second = try await world.raw.send(.get, next).document
        #expect(second["secrets"].items.count == 2 && second["previous"].string != nil)
    }

    @Test(arguments: [
        ("scs-0116-permissions", SimulatedCloud.Credentials.member),
        ("compliant", SimulatedCloud.Credentials.reader),
    ])
    func `Secrets are refused without the right role`(
        profile: String, credentials: SimulatedCloud.Credentials
    ) async throws {
        let world = try await WorldClient(profile, credentials: credentials)
        let reply = try await world.ask("key-manager", .post, "/v1/secrets", Self.secret)
        #expect(reply.status == 403)
        #expect(reply.document["title"].string == "Forbidden")
        #expect(world.cloud.inventory.secrets.isEmpty)
    }

    @Test(arguments: [
        ("compliant", "object-store", true, 403, "InvalidAccessKeyId"),
        ("compliant", "object-store-s3", true, 403, "InvalidAccessKeyId"),
        ("compliant", "object-store", false, 403, "AccessDenied"),
        ("scs-0123-swift-s3", "object-store", true, 404, "Not Found"),
        ("scs-0123-swift-s3", "object-store-s3", true, 403, "InvalidAccessKeyId"),
    ])
    func `The root of the object store speaks S3 unless a defect removes it`(
        profile: String, service: String, isSigned: Bool, status: Int, text: String
    ) async throws {
        let world = try await WorldClient(profile)
        let base = try #require(world.raw.endpoints[service].flatMap(URL.init(string:)))
        let root = try #require(URL(string: "https://\(base.host() ?? "")/"))
        let reply = try await world.raw.send(
            .get, root,
            headers: isSigned ? [("Authorization", "AWS4-HMAC-SHA256 Credential=x")] : [])
        #expect(reply.status == status)
        #expect(String(decoding: reply.response.body, as: UTF8.self).contains(text))
    }

    @Test(arguments: ["20200101T000000Z", "20200101", "", "ä"])
    func `S3 refuses an old date before it checks the key`(date: String) async throws {
        let world = try await WorldClient()
        let base = try #require(world.raw.endpoints["object-store"].flatMap(URL.init(string:)))
        let root = try #require(URL(string: "https://\(base.host() ?? "")/"))
        let reply = try await world.raw.send(
            .get, root,
            headers: [
                ("Authorization", "AWS4-HMAC-SHA256 Credential=x"), ("x-amz-date", date),
            ])
        #expect(reply.status == 403)
        let text = String(decoding: reply.response.body, as: UTF8.self)
        #expect(text.contains("<Code>RequestTimeTooSkewed</Code>"))
    }

    @Test func `The catalog has three interfaces of each service`() async throws {
        let world = try await WorldClient()
        let reply = try await world.raw.send(
            .post, SimulatedCloud.authURL.appending(path: "auth/tokens"),
            RawClient.login(.member))
        let catalog = reply.document["token"]["catalog"].items
        #expect(catalog.count == 11)
        for service in catalog {
            let interfaces = service["endpoints"].items.map { $0["interface"].string }
            #expect(Set(interfaces) == ["public", "internal", "admin"])
        }
        let account = try await world.ask("object-store", .get, "")
        #expect(account.status == 200)
        for service in ["placement", "load-balancer", "network", "key-manager"] {
            let versions = try await world.ask(service, .get, "/").document["versions"]
            #expect(versions != .null, "\(service)")
        }
    }

    @Test func `Volumes can be of any type`() async throws {
        let world = try await WorldClient()
        let types = try await world.raw.volume(.get, "/types?is_public=None")
            .document["volume_types"].items.map { $0["name"].string }
        #expect(types == ["encrypted-replicated", "replicated", "encrypted", "__DEFAULT__"])
        let id = try await world.raw.make(
            "/volumes", #"{"volume": {"size": 1, "volume_type": "encrypted"}}"#)
        let volume = try await world.raw.volume(.get, "/volumes/\(id)").document["volume"]
        #expect(volume["volume_type"].string == "encrypted" && volume["encrypted"].bool == true)
    }
}
