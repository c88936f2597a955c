// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// Compute (Nova), read-only.
///
/// Source: https://docs.openstack.org/api-ref/compute/
public struct Compute: Sendable {
    let cloud: Cloud

    /// The microversion from which flavor lists include extra specs.
    private static let extraSpecsInLists = Microversion(2, 61)

    /// The names of the available zones, each once.
    public func availableZones() async throws -> [String] {
        try await cloud.availableZones(
            Call(.get, .compute, ["os-availability-zone"]), key: "availabilityZoneInfo")
    }

    /// The flavors that the project may use, each with its extra specs.
    package func flavors(recording: FactRecording?) async throws -> [Flavor] {
        do {
            return try await list(Self.extraSpecsInLists, recording).all()
        } catch let error as APIError where error.refusesMicroversion {
            // Before Rocky (2018), extra specs can only be read one flavor at a time.
            let flavors = try await list(nil, nil).all()
            return try await withExtraSpecs(flavors, recording)
        }
    }

    /// The serial console output of a virtual machine; nil if there is none yet.
    ///
    /// Source: https://docs.openstack.org/api-ref/compute/#show-console-output-os-getconsoleoutput-action
    public func console(of server: Owned<Server>) async throws -> String? {
        do {
            var call = Call(
                .post, .compute, ["servers", .owned(server), "action"],
                json: ["os-getConsoleOutput": [:]])
            // It only reads, despite its method.
            call.isRepeatable = true
            let answer = try await cloud.json(call)
            return answer["output"]?.string ?? ""
        } catch let error as APIError where error.isConflict || error.isNotFound {
            return nil
        }
    }

    private func list(_ microversion: Microversion?, _ recording: FactRecording?) -> Listing<Flavor>
    {
        Listing(
            Call(.get, .compute, ["flavors", "detail"], microversion: microversion),
            key: "flavors", in: cloud, id: \.id,
            orders: (
                ascending: [("sort_key", "flavorid"), ("sort_dir", "asc")],
                descending: [("sort_key", "flavorid"), ("sort_dir", "desc")]
            )
        ) { page, ids in
            try recording?.add(page, to: "flavors", ids: ids, hiding: ["links"])
        }
    }

    private func withExtraSpecs(
        _ flavors: [Flavor], _ recording: FactRecording?
    ) async throws -> [Flavor] {
        struct Answer: Decodable {
            var extra_specs: [String: String]
        }
        let specs = try await withThrowingTaskGroup(of: (Int, [String: String]).self) { group in
            for (index, flavor) in flavors.enumerated() {
                group.addTask {
                    guard let id = PathSegment(flavor.id) else {
                        throw UnreadableAnswer(
                            call: "GET /flavors", detail: "an id cannot be part of a path")
                    }
                    let call = Call(.get, .compute, ["flavors", id, "os-extra_specs"])
                    return (index, try await cloud.decoded(Answer.self, from: call).extra_specs)
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        let whole = flavors.enumerated().map { index, flavor in
            var flavor = flavor
            flavor.extraSpecs = specs[index]
            return flavor
        }
        try recording?.keep("flavors", whole)
        return whole
    }
}
