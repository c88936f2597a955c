// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSimulatedCloud
import Testing
import TestSupport

/// Which test cases of the standards a cloud fails, judged in the simplest way.
struct StandardsOracle {
    /// The standards that it can judge, drafts apart.
    static let standards = [
        "scs-0100", "scs-0101", "scs-0102", "scs-0103", "scs-0104", "scs-0114", "scs-0115",
        "scs-0116", "scs-0123",
    ]

    let world: WorldClient

    func failures() async throws -> Set<String> {
        var failed = services()
        let offered = Set(world.raw.endpoints.keys)
        if offered.contains("compute") { failed.formUnion(try await flavors()) }
        if offered.contains("image") { failed.formUnion(try await images()) }
        if offered.contains("network") { failed.formUnion(try await rules()) }
        if offered.contains("block-storage") { failed.formUnion(try await volumeTypes()) }
        if offered.contains("key-manager") { failed.formUnion(try await secrets()) }
        if try await !speaksS3() { failed.insert("scs-0123-swift-s3") }
        return failed
    }

    private func services() -> Set<String> {
        let offered = world.raw.endpoints
        var failed: Set<String> = []
        for type in ["compute", "identity", "image", "network", "load-balancer", "placement"]
        where offered[type] == nil {
            failed.insert("scs-0123-service-\(type)")
        }
        if offered["object-store-s3"] == nil { failed.insert("scs-0123-service-s3") }
        if offered["volumev3"] == nil, offered["block-storage"] == nil {
            failed.insert("scs-0123-storage-apis")
        }
        if offered["key-manager"] == nil { failed.insert("scs-0116-presence") }
        return failed
    }

    private func flavors() async throws -> Set<String> {
        var failed: Set<String> = []
        var known: [String: Document] = [:]
        for flavor in try await world.flavors() {
            let name = flavor["name"].string ?? ""
            known[flavor["extra_specs"]["scs:name-v2"].string ?? name] = flavor
            if flavor["extra_specs"]["hw_rng:allowed"].string?.lowercased() != "true" {
                failed.insert("scs-0101-flavor-property")
            }
            guard let parts = name.wholeMatch(of: /SCS-(\d+)[LVTC]-(\d+)(-(\d+)[nhsp]?)?/) else {
                failed.insert("scs-0100-syntax-check")
                continue
            }
            let promised = [parts.1, parts.2, parts.4 ?? "0"].map { Int64($0) ?? 0 }
            let truth = [
                flavor["vcpus"].int, flavor["ram"].int.map { $0 / 1024 }, flavor["disk"].int,
            ].map { $0 ?? 0 }
            if zip(truth, promised).contains(where: { $0 < $1 }) {
                failed.insert("scs-0100-semantics-check")
            }
        }
        for id in Self.flavorIDs {
            let name = "SCS-" + id.dropFirst("scs-0103-flavor-".count)
            let flavor = known.first { $0.key.lowercased() == name.lowercased() }?.value
            let specs = flavor?["extra_specs"] ?? .null
            let diskType: String? =
                name.filter { $0 == "-" }.count < 3 ? nil : name.hasSuffix("s") ? "ssd" : "network"
            let cpuType = name.contains("l-") ? "crowded-core" : "shared-core"
            let isGood =
                specs["scs:cpu-type"].string == cpuType
                && specs["scs:disk0-type"].string == diskType
                && specs["scs:name-v1"].string?.lowercased()
                    == "scs-" + name.dropFirst(4).lowercased().replacing("-", with: ":")
            if !isGood { failed.insert(id) }
        }
        return failed
    }

    private static var flavorIDs: [String] {
        Profile.all.map(\.name).filter { $0.hasPrefix("scs-0103-flavor-") }
    }

    private func rules() async throws -> Set<String> {
        let rules = try await world.network(.get, "/default-security-group-rules")
            .document["default_security_group_rules"].items
        let ingress = rules.filter { $0["direction"].string == "ingress" }
        let isClosed = ingress.allSatisfy {
            $0["remote_group_id"].string == "PARENT" && $0["used_in_non_default_sg"] == .bool(false)
        }
        let isOpenToOutside = ["IPv4", "IPv6"].allSatisfy { type in
            ["used_in_default_sg", "used_in_non_default_sg"].allSatisfy { group in
                rules.contains {
                    $0["direction"].string == "egress" && $0["ethertype"].string == type
                        && $0["remote_ip_prefix"] == .null && $0[group] == .bool(true)
                }
            }
        }
        return isClosed && isOpenToOutside ? [] : ["scs-0115-default-rules"]
    }

    private func volumeTypes() async throws -> Set<String> {
        let types = try await world.raw.volume(.get, "/types").document["volume_types"].items
        let aspects = types.compactMap { type -> [String]? in
            let match = type["description"].string?.prefixMatch(of: /\[scs:([^\[\]]*)\]/)
            return match.map { match in match.1.split(separator: ", ").map(String.init) }
        }
        var failed: Set<String> = []
        if aspects.contains(where: { $0 != $0.sorted() }) { failed.insert("scs-0114-syntax-check") }
        for aspect in ["encrypted", "replicated"] where !aspects.joined().contains(aspect) {
            failed.insert("scs-0114-\(aspect)-type")
        }
        return failed
    }

    private func secrets() async throws -> Set<String> {
        let made = try await world.ask(
            "key-manager", .post, "/v1/secrets",
            #"{"name": "probe", "payload": "foo", "payload_content_type": "text/plain"}"#)
        guard made.status == 201, let address = made.document["secret_ref"].string else {
            return ["scs-0116-permissions"]
        }
        let gone = try await world.raw.send(.delete, try #require(URL(string: address)))
        return gone.status == 204 ? [] : ["scs-0116-permissions"]
    }

    private func speaksS3() async throws -> Bool {
        let base = try #require(world.raw.endpoints["object-store"].flatMap(URL.init(string:)))
        let root = try #require(URL(string: "https://\(base.host() ?? "")/"))
        let reply = try await world.raw.send(
            .get, root, headers: [("Authorization", "AWS4-HMAC-SHA256 Credential=nobody/x")])
        return String(decoding: reply.response.body, as: UTF8.self).contains("InvalidAccessKeyId")
    }
}
