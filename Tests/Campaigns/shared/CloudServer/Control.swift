// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import Synchronization
import TestSupport

/// A campaign's requests to the server, in JSON, below `/control/`.
final class Control: Sendable {
    private let base: String
    private let current: Mutex<Universe>

    var universe: Universe { current.withLock { $0 } }

    /// `base` is the URL of the server.
    init(base: String) throws {
        self.base = base
        current = Mutex(try Universe([:], base: base))
    }

    func answer(_ request: WireRequest, _ body: [UInt8]) -> WireAnswer {
        do {
            let wishes = body.isEmpty ? JSON.object([:]) : try JSON.parse(body)
            return .json(200, try carryOut(request.path, wishes).bytes())
        } catch {
            return .json(400, Array("\(error)".utf8))
        }
    }

    private func carryOut(_ path: String, _ wishes: JSON) throws -> JSON {
        let gate = universe.gate
        switch path {
        case "/control/reset":
            let fresh = try Universe(wishes, base: base)
            current.withLock { $0 = fresh }
        case "/control/pace": universe.setPace(wishes)
        case "/control/inventory": return universe.inventory
        case "/control/lie": try universe.lie(wishes)
        case "/control/lies": return try universe.lies(allValues: wishes["long"]?.bool ?? false)
        case "/control/told": return universe.told
        case "/control/settle": try universe.settle()
        case "/control/requests": return .array(gate.lines.map(JSON.string))
        case "/control/stop":
            guard let number = wishes["number"]?.integer,
                let phase = wishes["phase"]?.string.flatMap(Gate.Phase.init(rawValue:))
            else { throw Universe.Unknown(what: "boundary") }
            gate.stop(Int(number), at: phase)
        case "/control/reached":
            return .bool(gate.isReached(within: Int(wishes["within_ms"]?.integer ?? 0)))
        case "/control/release": gate.release(isDropped: wishes["drop"]?.bool ?? false)
        default: throw Universe.Unknown(what: path)
        }
        return [:]
    }
}
