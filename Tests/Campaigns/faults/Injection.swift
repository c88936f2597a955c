// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSimulatedCloud
import Synchronization

/// Decides which requests of a run meet a fault, and records all requests.
final class Injection: Sendable {
    /// One fault, its start and its duration.
    struct Order {
        var shape: String
        var occurrence: Int
        var fault: Fault
        var persistence: Persistence
    }

    private struct State {
        var seen: [String: Int] = [:]
        var phase = Site.Phase.before
        var sites: [Site] = []
        var requests = 0
        var hits = 0
        var isReadingBack = false
        /// Whether a volume is being filled, which is preparation even in a step that requires
        /// something.
        var isFilling = false
        /// The paths whose deletion the run has requested.
        var deleted: Set<String> = []
        var creations = 0
        var recoveries = 0
        var begun: Set<Int> = []
        var strays: [String] = []
        var duplicates: [String] = []
    }

    /// More requests than any run needs, so that endless ones stop.
    static let most = 60_000

    private let orders: [Order]
    private let state = Mutex(State())

    init(_ orders: [Order] = []) {
        self.orders = orders
    }

    /// A request about to be sent: its shape and number, and its fault.
    func begin(_ shape: String) throws -> (occurrence: Int, fault: Fault?) {
        try state.withLock { state in
            state.requests += 1
            guard state.requests < Self.most else { throw Endless() }
            let occurrence = state.seen[shape, default: 0] + 1
            state.seen[shape] = occurrence
            for (index, order) in orders.enumerated() {
                let isShape = order.shape == shape
                if isShape && order.occurrence == occurrence { state.begun.insert(index) }
                guard state.begun.contains(index) else { continue }
                let isMet =
                    switch order.persistence {
                    case .once: isShape && order.occurrence == occurrence
                    case .lasting: isShape
                    case .outage: true
                    }
                guard isMet else { continue }
                state.hits += 1
                return (occurrence, order.fault)
            }
            return (occurrence, nil)
        }
    }

    func ended(_ shape: String, _ occurrence: Int, at path: String, status: Int) {
        state.withLock { state in
            var kind = Site.kind(ofShape: shape, status: status)
            switch kind {
            case .readback: state.isReadingBack = true
            case .deleteImage: state.isReadingBack = false
            case .schema, .image: state.isFilling = true
            case .create where shape.hasSuffix("backups"): state.isFilling = false
            case .look where state.isReadingBack: kind = .lookReadback
            case .look where state.deleted.contains(path): kind = .lookDeleted
            case .delete: state.deleted.insert(path)
            default: break
            }
            let isPreparation = state.isFilling && state.phase == .require
            state.sites.append(
                Site(
                    shape: shape, occurrence: occurrence, kind: kind,
                    phase: isPreparation ? .prepare : state.phase, status: status))
        }
    }

    /// Counts what the service really created, and detects duplicates by name.
    func performed(_ shape: String, status: Int, in inventory: @autoclosure () -> Inventory) {
        let kind = Site.kind(ofShape: shape, status: status)
        guard FaultCampaign.isCreation(kind), (200..<300).contains(status) else { return }
        let names = inventory().all.compactMap(\.name).filter { $0.hasPrefix("scs-check-test-") }
        let twice = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys
        state.withLock { state in
            state.creations += 1
            state.duplicates += twice
        }
    }

    /// A request to a host outside the cloud.
    func strayed(to host: String) { state.withLock { $0.strays.append(host) } }

    func enter(_ phase: Site.Phase) { state.withLock { $0.phase = phase } }

    func recovered() { state.withLock { $0.recoveries += 1 } }

    var sites: [Site] { state.withLock { $0.sites } }
    var requests: Int { state.withLock { $0.requests } }
    var hits: Int { state.withLock { $0.hits } }
    var creations: Int { state.withLock { $0.creations } }
    var recoveries: Int { state.withLock { $0.recoveries } }
    var strays: [String] { state.withLock { $0.strays } }
    var duplicates: [String] { state.withLock { $0.duplicates } }

    /// The run does not end.
    struct Endless: Error {}
}
