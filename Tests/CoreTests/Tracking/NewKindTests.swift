// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import SCSSupport
import Synchronization
import Testing
import TestSupport

/// A kind of resource that the framework does not know is one declaration beside its check.
struct NewKindTests {
    private struct LoadBalancer: TrackedResource, Decodable {
        static let kind = ResourceKind(
            service: "load-balancer", collection: "loadbalancers", envelope: "loadbalancer",
            quirks: ResourceQuirks(
                majorVersion: "v2", folder: ["lbaas"], noun: "load balancer",
                statusKeys: ["provisioning_status"], ready: "active", deletesSynchronously: false,
                logs: "Octavia's worker"))
        var id: ResourceID
        var name: String?
        var status: String

        enum CodingKeys: String, CodingKey {
            case id, name
            case status = "provisioning_status"
        }
    }

    private struct Module: CheckModule {
        let standard = "scs-9999"
        var prerequisites: [Prerequisite] { [.customer] }
        var testcases: [Testcase] {
            [
                Testcase(
                    "scs-9999-balancer", depth: .api,
                    Scenario().require("create a load balancer") { context, _ in
                        let draft = Draft<LoadBalancer>.creating(
                            "balancer", ["vip_subnet_id": "subnet"])
                        _ = try await context.make(draft)
                    })
            ]
        }
    }

    private func result(_ octavia: Octavia) async throws -> CheckRun.Result {
        let run = try await Module().run { request, response in
            try octavia.answer(request, &response)
        }
        return try #require(run.results["scs-9999-balancer"])
    }

    @Test func `A resource in an error state of its own key fails the test case`() async throws {
        let octavia = Octavia(outcome: "ERROR")
        let result = try await result(octavia)
        #expect(result.verdict == .fail)
        #expect(result.message == "The load balancer ended in ERROR.")
        #expect(result.advice?.hasPrefix("Search the logs of Octavia's worker for ") == true)
        #expect(octavia.names == [])
    }

    @Test func `A catalog without its service says nothing about the requirement`() async throws {
        let octavia = Octavia(outcome: "ACTIVE", isListed: false)
        let result = try await result(octavia)
        #expect(result.verdict != .pass)
        #expect(octavia.requests == [])
    }

    @Test func `It is created, awaited and removed by its kind alone`() async throws {
        let octavia = Octavia(outcome: "ACTIVE")
        let result = try await result(octavia)
        #expect(result.verdict == .pass, "\(result.message ?? "")")
        #expect(octavia.names == [])
        #expect(octavia.requests.first == "POST /load-balancer/v2/lbaas/loadbalancers")
        #expect(octavia.requests.contains { $0.hasPrefix("DELETE /load-balancer/v2/lbaas/") })
    }

    @Test func `A journal holds the quirks of a new kind, and of no known one`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let new = try encoder.encode(LoadBalancer.kind)
        #expect(try JSONDecoder().decode(ResourceKind.self, from: new) == LoadBalancer.kind)
        var quirks = LoadBalancer.kind.quirks
        quirks.release = ResourceKind.port.quirks.release
        let used = ResourceKind(
            service: "load-balancer", collection: "members", envelope: "member", quirks: quirks)
        #expect(
            try JSONDecoder().decode(ResourceKind.self, from: try encoder.encode(used)) == used)
        let known = try encoder.encode(ResourceKind.server)
        #expect(
            String(decoding: known, as: UTF8.self)
                == #"{"collection":"servers","envelope":"server","service":"compute"}"#)
        #expect(try JSONDecoder().decode(ResourceKind.self, from: known) == .server)
    }
}

/// A load balancing service in the answers of a cloud that has none.
private final class Octavia: Sendable {
    private struct Balancer {
        var id: String
        var name: String
        var states: [String]
    }

    private let outcome: String
    private let isListed: Bool
    private let state = Mutex((balancers: [Balancer](), requests: [String]()))

    init(outcome: String, isListed: Bool = true) {
        self.outcome = outcome
        self.isListed = isListed
    }

    var names: [String] { state.withLock { $0.balancers.map(\.name) } }
    var requests: [String] { state.withLock(\.requests) }

    func answer(_ request: HTTPRequest, _ response: inout HTTPResponse) throws {
        if isListed, request.method == .post, request.path.hasSuffix("/auth/tokens") {
            response.body = try extended(response.body, at: request.url)
        }
        guard request.path.hasPrefix("/load-balancer/") else { return }
        (response.status, response.body) = try state.withLock { state in
            state.requests.append("\(request.method.rawValue) \(request.path)")
            let (status, answer) = try self.answer(request, &state.balancers)
            return (status, Array(try JSONEncoder().encode(answer)))
        }
    }

    private func answer(
        _ request: HTTPRequest, _ balancers: inout [Balancer]
    ) throws -> (Int, JSON) {
        let missing: (Int, JSON) = (404, ["faultcode": "Client", "faultstring": "Not Found"])
        if request.path.hasSuffix("/lbaas/loadbalancers") {
            guard request.method == .post else {
                return (200, ["loadbalancers": .array(balancers.map(shown))])
            }
            guard case .bytes(let body) = request.body,
                let name = try JSON.parse(body)["loadbalancer"]?["name"]?.string
            else { return (400, ["faultstring": "Invalid input"]) }
            let new = Balancer(
                id: "lb-\(balancers.count + 1)", name: name,
                states: ["PENDING_CREATE", "PENDING_CREATE", outcome])
            balancers.append(new)
            return (201, ["loadbalancer": shown(new)])
        }
        guard let index = balancers.firstIndex(where: { request.path.hasSuffix("/\($0.id)") })
        else { return missing }
        if request.method == .delete {
            guard balancers[index].states.count == 1 else {
                return (409, ["faultstring": "Load balancer is immutable"])
            }
            balancers[index].states = ["PENDING_DELETE", "PENDING_DELETE", "DELETED"]
            return (204, [:])
        }
        if balancers[index].states.count > 1 { balancers[index].states.removeFirst() }
        if balancers[index].states == ["DELETED"] {
            balancers.remove(at: index)
            return missing
        }
        return (200, ["loadbalancer": shown(balancers[index])])
    }

    private func shown(_ balancer: Balancer) -> JSON {
        [
            "id": .string(balancer.id), "name": .string(balancer.name),
            "provisioning_status": .string(balancer.states[0]), "operating_status": "OFFLINE",
        ]
    }

    /// The token's answer with the service in its catalog.
    private func extended(_ body: [UInt8], at url: URL) throws -> [UInt8] {
        let own = try #require(url.host())
        let port = url.port.map { ":\($0)" } ?? ""
        let address = "\(url.scheme ?? "https")://\(own)\(port)/load-balancer"
        let service = #"""
            {"type":"load-balancer","name":"octavia","id":"lb","endpoints":[{"id":"e",
            "interface":"public","region":"simulated","region_id":"simulated","url":"\#(address)"}]},
            """#
        let text = String(decoding: body, as: UTF8.self)
        return Array(text.replacing(/"catalog"\s*:\s*\[/) { $0.output + service }.utf8)
    }
}
