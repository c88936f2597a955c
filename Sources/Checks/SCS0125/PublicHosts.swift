// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck

/// The hosts of a cloud's public endpoints.
enum PublicHosts {
    /// The declared calls of a step that probes them.
    static let handshakes = ["TLS handshakes, without a request"]

    static var finding: Scenario<[TLSHost]> {
        Scenario().step(
            "find the hosts of the public endpoints", calls: ["POST /v3/auth/tokens"]
        ) { context, _ in try await hosts(context) }
    }

    /// The hosts that use TLS; throws an ABORT if there are none, or none can be contacted.
    private static func hosts(_ context: CheckContext) async throws -> [TLSHost] {
        let endpoints = try await context.fact(.catalog).endpoints("public")
        let hosts = Set(endpoints.compactMap { TLSHost(https: $0) })
        guard !hosts.isEmpty else {
            throw Finding(
                .notApplicable,
                "No public endpoint uses https, so there is no TLS to test "
                    + "(\(endpoints.count.counted("public endpoint")) checked).")
        }
        try context.needsCloud(for: "what the hosts of the public endpoints accept")
        return hosts.sorted { ($0.name, $0.port) < ($1.name, $1.port) }
    }
}

extension Catalog {
    /// The URLs of one interface.
    func endpoints(_ interface: String) -> [String] {
        services.flatMap { service in
            service.endpoints.filter { $0.interface == interface }.map(\.url)
        }
    }
}

extension TLSHost {
    /// Nil if the text is not an https URL.
    init?(https text: String) {
        guard let url = URL(string: text), url.scheme?.lowercased() == "https",
            let name = url.host(), !name.isEmpty
        else { return nil }
        self.init(name: name.lowercased(), port: url.port ?? 443)
    }
}
