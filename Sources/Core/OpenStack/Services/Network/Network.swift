// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
import SCSSupport

/// Network (Neutron), read-only.
///
/// Source: https://docs.openstack.org/api-ref/network/v2/
public struct Network: Sendable {
    let cloud: Cloud

    /// The rules of each new security group; nil before 2023.2, which lacks this API.
    public func defaultSecurityGroupRules() async throws -> [SecurityGroupRule]? {
        struct Answer: Codable {
            var default_security_group_rules: [SecurityGroupRule]
        }
        let call = Call(.get, .network, ["default-security-group-rules"])
        do {
            return try await cloud.decoded(Answer.self, from: call).default_security_group_rules
        } catch let error as APIError where error.isNotFound {
            return nil
        }
    }

    /// The names of the zones available for networks or routers, each once.
    public func availableZones() async throws -> [String] {
        try await cloud.availableZones(
            Call(.get, .network, ["availability_zones"]), key: "availability_zones")
    }

    /// The id of an external network; nil if the project sees none.
    public func externalNetwork() async throws -> ResourceID? {
        let answer = try await cloud.json(
            Call(.get, .network, ["networks"], query: [("router:external", "true")]))
        return answer["networks"]?.array?.first?["id"]?.id
    }

    /// Shows a security group.
    public func securityGroup(_ id: ResourceID) async throws -> SecurityGroup {
        struct Answer: Decodable {
            var security_group: SecurityGroup
        }
        let call = Call(.get, .network, ["security-groups", id])
        return try await cloud.decoded(Answer.self, from: call).security_group
    }
}

extension Cloud {
    /// Whether a zone is available, in the forms of three services: a flag or a word.
    fileprivate static func isAvailable(_ zone: JSON) -> Bool? {
        zone["zoneState"]?["available"]?.bool ?? zone["state"]?.string.map { $0 == "available" }
    }

    func availableZones(_ call: Call, key: String) async throws -> [String] {
        func unreadable(_ detail: String) -> UnreadableAnswer {
            UnreadableAnswer(call: call.spelled, detail: detail)
        }
        guard let zones = try await json(call)[key]?.array else {
            throw unreadable("it has no \(key)")
        }
        var names: Set<String> = []
        for zone in zones {
            guard let isAvailable = Self.isAvailable(zone),
                let name = zone["zoneName"]?.string ?? zone["name"]?.string
            else { throw unreadable("a zone has no name or no state") }
            if isAvailable { names.insert(name) }
        }
        return names.sorted()
    }
}
