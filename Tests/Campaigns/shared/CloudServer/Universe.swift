// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Foundation
import SCSCheck
import SCSSimulatedCloud
import Synchronization
import TestSupport

/// One simulated cloud with its clock and gate; a campaign starts a new one for each run.
final class Universe: Sendable {
    let cloud: SimulatedCloud
    let gate = Gate()
    private let clock: SimulatedClock
    private let base: String
    /// Replacements in answers, so that anything can have any name.
    private let replacements: [(from: String, to: String)]
    private let pace: Mutex<Pace>
    private let callers = Callers()
    private let teller: Mutex<LieTeller>

    /// How time passes: a step with each request, and real time multiplied.
    private struct Pace {
        var step: Duration
        var factor: Double
        var last = ContinuousClock.now
    }

    init(_ wishes: JSON, base: String) throws {
        self.base = base
        let name = wishes["profile"]?.string ?? "compliant"
        guard let profile = Profile(name: name) else { throw Unknown(what: "profile \(name)") }
        var scale = SimulatedCloud.Scale()
        scale.quota = wishes["quota"]?.integer
        scale.computesDigests = wishes["digests"]?.bool ?? true
        clock = SimulatedClock(start: Date.now)
        cloud = SimulatedCloud(
            profile: profile, clock: clock, gibibyte: wishes["gibibyte"]?.integer ?? 1 << 30,
            seed: UInt64(wishes["seed"]?.integer ?? 1), scale: scale)
        replacements = (wishes["replace"]?.array ?? []).map {
            ($0["from"]?.string ?? "", $0["to"]?.string ?? "")
        }
        pace = Mutex(
            Pace(
                step: .milliseconds(wishes["step_ms"]?.integer ?? 0),
                factor: wishes["factor"]?.number ?? 1))
        teller = Mutex(try LieTeller(cloud, [:], callers))
        for plant in wishes["plant"]?.array ?? [] { try self.plant(plant) }
    }

    struct Unknown: Error {
        var what: String
    }

    func setPace(_ wishes: JSON) {
        pace.withLock { pace in
            if let step = wishes["step_ms"]?.integer { pace.step = .milliseconds(step) }
            if let factor = wishes["factor"]?.number { pace.factor = factor }
        }
    }

    private func plant(_ wishes: JSON) throws {
        let owner = wishes["owner"]?.string ?? "member"
        guard let credentials = Self.owners[owner] else { throw Unknown(what: "owner \(owner)") }
        for _ in 0..<(wishes["count"]?.integer ?? 1) {
            cloud.plant(
                name: wishes["name"]?.string, credentials: credentials,
                withBackup: wishes["backup"]?.bool ?? true,
                withSnapshot: wishes["snapshot"]?.bool ?? false,
                withImage: wishes["image"]?.bool ?? true)
        }
    }

    private static let owners: [String: SimulatedCloud.Credentials] = [
        "member": .member, "other": .other,
    ]

    /// Everything that exists now, as JSON.
    var inventory: JSON {
        .array(
            cloud.inventory.all.map { item in
                [
                    "id": .string(item.id), "project": .string(item.project),
                    "name": item.name.map(JSON.string) ?? .null, "status": .string(item.status),
                    "size": item.size.map(JSON.integer) ?? .null,
                ]
            })
    }

    /// Carries out a request; nil if the connection broke.
    func answer(_ wire: WireRequest, on connection: Connection) -> WireAnswer? {
        letTimePass()
        guard var request = request(wire, connection) else {
            return .json(404, Array(#"{"error": "The server has no such path."}"#.utf8))
        }
        let teller = teller.withLock { $0 }
        let lie = teller.wireLie(about: request)
        let sink = WireSink(connection, isRotten: lie == .rotten)
        // A range is small, and its answer has a header that names it.
        if wire.method == "GET", wire.path.hasSuffix("/file"), wire["range"] == nil {
            request.bodyDestination = .stream(sink)
        }
        let ready = request
        return inTask { () async -> WireAnswer? in
            do {
                let response = try await teller.send(ready)
                guard sink.hasBegun else {
                    return teller.distorted(self.rewritten(response), by: lie)
                }
                // A client that has enough has closed the connection.
                guard !response.endedEarly, connection.writeChunk([]) else { return nil }
                return WireAnswer(status: response.status, isSent: true)
            } catch {
                // A connection that breaks in the simulated cloud breaks here too.
                return nil
            }
        }
    }

    /// Tells that lie from now on; empty wishes: none.
    func lie(_ wishes: JSON) throws {
        let fresh = try LieTeller(cloud, wishes, callers)
        teller.withLock { $0 = fresh }
    }

    /// Every lie that applies to a run with the requests since the last wish, with its wish and its
    /// honest verdicts.
    func lies(allValues: Bool) throws -> JSON {
        let catalogue = LieCatalogue(teller.withLock { $0 }.witness.answers)
        let told = try catalogue.orders(allValues: allValues).map { order -> JSON in
            let honest = HonestVerdict(about: order)
            return [
                "name": .string(order.name), "wish": try JSON(encoding: order),
                "passes": .bool(honest.passes),
                "failures": .array(honest.failures.map(JSON.string)),
            ]
        }
        let framed = try WireLie.orders(catalogue, isLong: allValues).map { order -> JSON in
            let honest = order.wire.verdicts(at: order.shape)
            return [
                "name": .string(order.name), "wish": try JSON(encoding: order),
                "passes": .bool(honest.passes),
                "failures": .array(honest.failures.map(JSON.string)),
            ]
        }
        return .array(told + framed)
    }

    /// How often the lie was told, and all issued tokens.
    var told: JSON {
        let teller = teller.withLock { $0 }
        return [
            "hits": .integer(Int64(teller.hits)),
            "tokens": .array(teller.tokens.map(JSON.string)),
        ]
    }

    /// Ends the lie, carries out what it postponed, and completes all pending changes.
    func settle() throws {
        let old = teller.withLock { $0 }
        try lie([:])
        let problem = inTask { () async -> String? in
            do {
                try await old.catchUp()
                return nil
            } catch {
                return "\(error)"
            }
        }
        if let problem { throw Unknown(what: problem) }
        clock.advance(by: .seconds(3600))
    }

    private func letTimePass() {
        let passed = pace.withLock { pace in
            let now = ContinuousClock.now
            defer { pace.last = now }
            return pace.step + (now - pace.last) * pace.factor
        }
        clock.advance(by: passed)
    }

    /// The request for the simulated cloud's hosts: the first part of the path names the host.
    private func request(_ wire: WireRequest, _ connection: Connection) -> HTTPRequest? {
        let parts = wire.path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: true)
        guard let host = parts.first, let method = HTTPRequest.Method(rawValue: wire.method),
            let url = URL(
                string: "https://\(host).simulated.example/\(parts.dropFirst().first ?? "")")
        else { return nil }
        var request = HTTPRequest(method, url, bodyDestination: .collect(limit: 64 << 20))
        for (name, value) in wire.headers where name.lowercased() != "host" {
            request.headers[name] = value
        }
        let length = wire["content-length"].flatMap(Int64.init)
        if let length, length <= 1 << 20, wire["content-type"]?.contains("json") == true {
            // The body decides which lies apply.
            request.body = .bytes(connection.readBody())
        } else if length != nil || wire["transfer-encoding"] != nil {
            request.body = .stream(length: length ?? 0) { WireBody(connection: connection) }
        }
        return request
    }

    /// The answer with this server's URLs, and with the wished names.
    private func rewritten(_ response: HTTPResponse) -> WireAnswer {
        func here(_ text: String) -> String {
            // JSON that is written again after a lie escapes its slashes.
            text.replacing(/https:(?:\\?\/){2}([a-z0-9-]+)\.simulated\.example/) {
                "\(base)/\($0.1)"
            }
        }
        var answer = WireAnswer(status: response.status, body: response.body)
        answer.headers = response.headers.fields.map { ($0.name, here($0.value.exposed)) }
        guard response.headers["Content-Type"]?.hasPrefix("application/octet-stream") != true else {
            return answer
        }
        var text = here(String(decoding: response.body, as: UTF8.self))
        for (from, to) in replacements { text = text.replacing(from, with: to) }
        answer.body = Array(text.utf8)
        return answer
    }
}

private final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}

/// Waits for a task on this thread, as the simulated cloud is asynchronous.
private func inTask<Value: Sendable>(_ body: @escaping @Sendable () async -> Value?) -> Value? {
    let box = Box<Value>()
    let done = DispatchSemaphore(value: 0)
    Task {
        let value = await body()
        box.value.withLock { $0 = value }
        done.signal()
    }
    done.wait()
    return box.value.withLock { $0 }
}

extension JSON {
    fileprivate init(encoding value: some Encodable) throws {
        self = try .parse([UInt8](JSONEncoder().encode(value)))
    }

    fileprivate var number: Double? {
        if case .number(let value) = self { value } else { integer.map(Double.init) }
    }
}
