// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Synchronization
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

/// Facts are read once, completely, from both ends of long lists, and recorded without secrets.
struct FactTests {
    private func cloud(_ transport: any HTTPTransport) throws -> Cloud {
        let now = try #require(Timestamp.parse("2026-11-23T12:00:00Z"))
        return Cloud(
            try .test(), transport: transport, clock: InstantClock(), date: { now })
    }

    @Test(arguments: [0, 1, 999, 1000, 1001, 2000, 2500, 3000, 5001, 12_345])
    func `A list of any length is read completely, each item once`(_ count: Int) async throws {
        let shelf = Shelf(images: count)
        let images = try await FactStore(reading: try cloud(shelf)).value(.images)
        #expect(images.map(\.id).sorted() == Shelf.ids(count))
        // Both directions meet: at most one page more than necessary, and never everything twice.
        #expect(shelf.gets <= max(1, count / 1000 + 2))
    }

    @Test func `A list in another order than requested is read completely`() async throws {
        let shelf = Shelf(images: 3500, ignoresOrder: true)
        let images = try await FactStore(reading: try cloud(shelf)).value(.images)
        #expect(images.map(\.id).sorted() == Shelf.ids(3500))
    }

    @Test func `A list whose pages repeat is an error, never half a list`() async throws {
        let shelf = Shelf(images: 2500, repeats: true)
        let facts = FactStore(reading: try cloud(shelf))
        await #expect(throws: UnreadableAnswer.self) { try await facts.value(.images) }
        #expect(shelf.gets < 6)
    }

    @Test func `A fact is read once, even if reading fails`() async throws {
        let shelf = Shelf(images: 3)
        let facts = FactStore(reading: try cloud(shelf))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<40 { group.addTask { try await facts.value(.images).count } }
            for try await count in group { #expect(count == 3) }
        }
        #expect(shelf.gets == 1)
        for _ in 0..<3 {
            await #expect(throws: APIError.self) { try await facts.value(.flavors) }
        }
        #expect(shelf.gets == 2)
    }

    @Test func `Extra specs are read per flavor from an old compute service`() async throws {
        let shelf = Shelf(images: 0, flavors: 3)
        let flavors = try await FactStore(reading: try cloud(shelf)).value(.flavors)
        #expect(flavors.compactMap { $0.extraSpecs?["of"] } == ["f0", "f1", "f2"])
    }

    @Test func `Recorded facts yield the same verdicts and hold no secret`() async throws {
        let recording = FactRecording()
        let shelf = Shelf(images: 2345, flavors: 2)
        let facts = FactStore(reading: try cloud(shelf), recording: recording)
        let read = try await facts.value(.images)
        _ = try await (facts.value(.flavors), facts.value(.roles), facts.value(.catalog))
        let file = try recording.file(recordedAt: facts.date(), hiding: SecretVault())
        #expect(!String(decoding: file, as: UTF8.self).contains("s3cret"))
        let again = try RecordedFacts.read(file, file: "facts.json")
        let store = FactStore(recorded: again, orElse: Date(timeIntervalSince1970: 0))
        #expect(store.date() == facts.date())
        let images = try await store.value(.images)
        #expect(images.map(\.id).sorted() == read.map(\.id).sorted())
        #expect(try await store.value(.flavors).compactMap { $0.extraSpecs?["of"] }.count == 2)
        #expect(try await store.value(.roles) == ["member"])
        #expect(try await store.value(.catalog).lists("image"))
        let other = Fact<Int>("other", "Not recorded.") { _ in 1 }
        await #expect(throws: Finding.self) { try await store.value(other) }
    }

    @Test(arguments: [
        #"{"roles": ["member", "reader"]}"#,
        #"{"roles": [{"id": "1", "name": "member"}, {"name": "reader"}]}"#,
        #"{"roles": {"roles": [{"name": "member"}, "reader"], "links": {}}}"#,
        #"{"roles": {"token": {"roles": [{"id": "1", "name": "member"}, {"name": "reader"}]}}}"#,
        #"{"token": {"roles": [{"name": "member"}, {"name": "reader"}], "catalog": []}}"#,
    ])
    func `Roles are read as names or as objects`(_ text: String) async throws {
        let store = FactStore(
            recorded: try RecordedFacts.read(Array(text.utf8), file: "f"),
            orElse: Date(timeIntervalSince1970: 0))
        #expect(try await store.value(.roles) == ["member", "reader"])
    }

    @Test(arguments: ["[7]", "7", "{}"])
    func `Roles of another shape are an error that names them`(_ roles: String) async throws {
        let store = FactStore(
            recorded: try RecordedFacts.read(Array("{\"roles\": \(roles)}".utf8), file: "f"),
            orElse: Date(timeIntervalSince1970: 0))
        let error = await #expect(throws: Finding.self) { try await store.value(.roles) }
        #expect(error?.message.contains("roles") == true)
    }

    @Test func `A list may be wrapped in its API's envelope`() async throws {
        let text =
            #"{"flavors": {"flavors": [{"name": "a", "vcpus": 1, "ram": 2, "disk": 0}], "flavors_links": [{"rel": "next"}]}, "images": {"images": [], "first": "/v2/images", "schema": "/v2/schemas/images"}}"#
        let store = FactStore(
            recorded: try RecordedFacts.read(Array(text.utf8), file: "f"),
            orElse: Date(timeIntervalSince1970: 0))
        #expect(try await store.value(.flavors).map(\.name) == ["a"])
        #expect(try await store.value(.images).isEmpty)
    }

    @Test(arguments: [
        (#"{"flavors": [{"name": "a"}], "roles": ["member"]}"#, "flavors[0].vcpus"),
        (
            #"{"flavors": [{"name": "a", "vcpus": "x", "ram": 1, "disk": 1}], "roles": ["member"]}"#,
            "flavors[0].vcpus"
        ),
        (#"{"flavors": 7, "roles": ["member"]}"#, "flavors"),
    ])
    func `A malformed fact is an error with its place, and spoils no other fact`(
        _ text: String, _ place: String
    ) async throws {
        let store = FactStore(
            recorded: try RecordedFacts.read(Array(text.utf8), file: "f"),
            orElse: Date(timeIntervalSince1970: 0))
        let error = await #expect(throws: Finding.self) { try await store.value(.flavors) }
        #expect(error?.message.contains(place) == true, "\(error?.message ?? "")")
        #expect(try await store.value(.roles) == ["member"])
    }

    @Test(arguments: ["", "[]", "7", "{}", #"{"other": 1}"#, #"{"recorded_at": "soon"}"#, "{"])
    func `A file without facts is refused`(_ text: String) {
        #expect(throws: RecordedFacts.Unreadable.self) {
            try RecordedFacts.read(Array(text.utf8), file: "f", facts: ["flavors"])
        }
    }
}

/// Images page by page, and flavors as from a service before Rocky.
private final class Shelf: HTTPTransport {
    private let images: [String]
    private let flavors: Int
    private let ignoresOrder: Bool
    private let repeats: Bool
    private let count = Mutex(0)

    init(images: Int, flavors: Int = 0, ignoresOrder: Bool = false, repeats: Bool = false) {
        self.images = Self.ids(images)
        self.flavors = flavors
        self.ignoresOrder = ignoresOrder
        self.repeats = repeats
    }

    static func ids(_ count: Int) -> [String] {
        (0..<count).map { String(1_000_000 + $0) }
    }

    var gets: Int { count.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let path = request.url.path()
        if path.hasSuffix("/auth/tokens") { return token }
        count.withLock { $0 += 1 }
        if path == "/v2/images" { return page(request.url) }
        if path.hasPrefix("/v2.1/flavors"), flavors > 0 { return flavor(path, request) }
        return answer(503, "{}")
    }

    private func page(_ url: URL) -> HTTPResponse {
        let items = URLComponents(url: url, resolvingAgainstBaseURL: false)?.queryItems ?? []
        func value(_ name: String) -> String? { items.first { $0.name == name }?.value }
        let isDescending = value("sort_dir") == "desc" && !ignoresOrder
        let ordered = isDescending ? images.reversed() : images
        let marker = repeats ? nil : value("marker")
        let start = marker.flatMap { ordered.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        let page = ordered[start...].prefix(1000)
        let listed = page.map {
            #"{"id": "\#($0)", "name": "n", "visibility": "public", "status": "active", "direct_url": "swift://u:s3cret@h", "locations": [{"url": "rbd://s3cret"}]}"#
        }
        let next = start + page.count < ordered.count ? #", "next": "/v2/images?marker=x""# : ""
        return answer(200, #"{"images": [\#(listed.joined(separator: ","))]\#(next)}"#)
    }

    private func flavor(_ path: String, _ request: HTTPRequest) -> HTTPResponse {
        if path.hasSuffix("/os-extra_specs") {
            let id = path.split(separator: "/").dropLast().last ?? ""
            return answer(200, #"{"extra_specs": {"of": "\#(id)"}}"#)
        }
        guard request.headers["OpenStack-API-Version"] == nil else { return answer(406, "{}") }
        let listed = (0..<flavors).map {
            #"{"id": "f\#($0)", "name": "m\#($0)", "vcpus": 1, "ram": 512, "disk": 0}"#
        }
        return answer(200, #"{"flavors": [\#(listed.joined(separator: ","))]}"#)
    }

    private func answer(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(status: status, headers: [:], body: Array(body.utf8))
    }

    private var token: HTTPResponse {
        let services = [("image", "https://i.example"), ("compute", "https://c.example/v2.1")].map {
            #"{"type": "\#($0.0)", "endpoints": [{"interface": "public", "url": "\#($0.1)"}]}"#
        }
        let body = """
            {"token": {"expires_at": "2030-01-01T00:00:00.000000Z", "user": {"id": "u", "name": "u"},
             "project": {"id": "p", "name": "p"}, "roles": [{"id": "1", "name": "member"}],
             "catalog": [\(services.joined(separator: ","))]}}
            """
        return HTTPResponse(status: 201, headers: ["X-Subject-Token": "t"], body: Array(body.utf8))
    }
}
