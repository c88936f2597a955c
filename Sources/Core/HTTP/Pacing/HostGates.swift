// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport
import Synchronization

/// Bounds the requests in flight to each host, over all clouds of this process: several regions behind one Keystone
/// share its limit.
///
/// A host that says 429 or 503 gets half as many at a time, and with each good answer one more.
package final class HostGates: Sendable {
    private let most: Int
    private let isForEachHost: Bool
    private let clock: any Clock<Duration>
    private let gates = Mutex<[String: PaceGate]>([:])

    /// `most`: requests in flight to one host; with `forEachHost` false, to all hosts together.
    package init(most: Int, forEachHost: Bool = true, clock: any Clock<Duration>) {
        self.most = most
        isForEachHost = forEachHost
        self.clock = clock
    }

    func gate(for host: String) -> PaceGate {
        let host = isForEachHost ? host : ""
        return gates.withLock { gates in
            if let gate = gates[host] { return gate }
            let gate = PaceGate(Pace(concurrency: most), clock)
            gates[host] = gate
            return gate
        }
    }

    /// How many requests a host gets at a time now.
    package func limit(of host: String) -> Int? { gate(for: host).limit }
}

/// Sends requests through the gate of their host; retries count, so this is below `RetryingTransport`.
package struct HostLimitedTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let gates: HostGates

    package init(_ base: any HTTPTransport, _ gates: HostGates) {
        self.base = base
        self.gates = gates
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let gate = gates.gate(for: request.url.host()?.lowercased() ?? "")
        try await gate.enter()
        defer { gate.leave() }
        let response = try await base.send(request)
        [429, 503].contains(response.status) ? gate.slowDown() : gate.speedUp()
        return response
    }
}
