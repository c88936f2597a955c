// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import SCSSimulatedCloud
import Synchronization
import TestSupport

/// Tells one lie about a simulated cloud, or none, and records requests and answers.
final class LieTeller: Sendable {
    let witness: LieWitness
    private let wire: WireLie.Order?
    private let transport: LyingTransport
    private let callers: Callers
    /// A complete answer about foreign resources, to be sent unrequested.
    private let stray: [UInt8]
    private let state = Mutex((hits: 0, last: [UInt8]()))

    /// How often the lie was told.
    var hits: Int { witness.hits + state.withLock { $0.hits } }
    var tokens: [String] { callers.tokens }

    /// `wishes` holds an entry of the listing; empty: no lie.
    init(_ cloud: SimulatedCloud, _ wishes: JSON, _ callers: Callers) throws {
        func order<Order: Decodable>(_ type: Order.Type, _ key: String) throws -> Order? {
            guard wishes[key] != nil else { return nil }
            return try JSONDecoder().decode(type, from: Data(try wishes.bytes()))
        }
        witness = LieWitness(try order(LieWitness.Order.self, "lie"))
        wire = try order(WireLie.Order.self, "wire")
        self.callers = callers
        let inventory = cloud.inventory
        witness.introduce(inventory)
        stray = try Self.stray(inventory)
        let began = ContinuousClock.now
        // By the real clock, which is that of the client.
        transport = LyingTransport(
            cloud: cloud, now: { ContinuousClock.now - began }, witness: witness
        ) { $0.shape(by: callers.persona(of: $0)) }
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let response = try await transport.send(request)
        callers.remember(response, to: request)
        return response
    }

    /// Carries out postponed requests.
    func catchUp() async throws {
        try await transport.catchUp(isOver: true)
    }

    /// What the connection does wrong with the answer to that request; nil: nothing.
    func wireLie(about request: HTTPRequest) -> WireLie? {
        guard let wire, wire.shape == request.shape(by: callers.persona(of: request)) else {
            return nil
        }
        return state.withLock { state in
            if wire.wire.isToldOnce && state.hits > 0 { return nil }
            state.hits += 1
            return wire.wire
        }
    }

    /// The answer as sent, with the connection's lie.
    func distorted(_ answer: WireAnswer, by lie: WireLie?) -> WireAnswer {
        var answer = answer
        answer.lie = lie
        answer.stray = stray
        return state.withLock { state in
            let last = state.last
            if !answer.body.isEmpty { state.last = answer.body }
            if lie == .swapped, !last.isEmpty { answer.body = last }
            if lie == .rotten { answer.body = answer.body.map { ~$0 } }
            return answer
        }
    }

    private static func stray(_ strangers: Inventory) throws -> [UInt8] {
        func shown(_ item: Inventory.Item?) -> JSON {
            [
                "id": .string(item?.id ?? ""), "name": .string(item?.name ?? ""),
                "status": "available", "size": 1,
            ]
        }
        let (volume, backup) = (shown(strangers.volumes.first), shown(strangers.backups.first))
        let body = try JSON.object([
            "volume": volume, "volumes": [volume], "backup": backup, "backups": [backup],
            "id": .string(strangers.images.first?.id ?? ""), "status": "active",
        ]).bytes()
        let head =
            "HTTP/1.1 200 Status\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }
}
