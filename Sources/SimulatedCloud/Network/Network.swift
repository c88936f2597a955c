// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// An authenticated call to the Network service.
struct NetworkCall: Sendable {
    var call: Call
    var who: Identity
    var project: String
    /// The path after the version.
    var path: [String]

    var isAdmin: Bool { who.roles.contains("admin") }
    /// Whether the caller may change anything.
    var mayWrite: Bool { who.roles.contains("member") || isAdmin }
}

extension World {
    mutating func network(_ call: Call) throws(Answer) -> Answer {
        if call.path.isEmpty {
            let link: JSON = ["rel": "self", "href": .string(Host.network.text + "/v2.0/")]
            return .json(
                200,
                ["versions": [["id": "v2.0", "status": "CURRENT", "links": [link]]]])
        }
        let who = try caller(call, orElse: .unauthenticated)
        guard call.path[0] == "v2.0" else { throw Self.unknownNetworkPath }
        var path = Array(call.path.dropFirst())
        // Neutron accepts every URL also with the format as a suffix.
        if let last = path.last, last.hasSuffix(".json") {
            path[path.count - 1] = String(last.dropLast(".json".count))
        }
        let request = NetworkCall(
            call: call, who: who, project: who.project?.id ?? "", path: path)
        guard let collection = path.first else {
            let names = NetworkKind.allCases.map(\.path).sorted()
            return .json(
                200,
                [
                    "resources": .array(
                        names.map { name in
                            [
                                "name": .string(name), "collection": .string(name),
                                "links": [
                                    [
                                        "rel": "self",
                                        "href": .string("\(Host.network.text)/v2.0/\(name)"),
                                    ]
                                ],
                            ]
                        })
                ])
        }
        if let kind = NetworkKind(path: collection) { return try resources(kind, request) }
        return try lookUp(collection, request)
    }

    static let unknownNetworkPath = Answer.network(
        404, "HTTPNotFound", "The resource could not be found.")

    /// Read-only resources.
    private func lookUp(_ collection: String, _ request: NetworkCall) throws(Answer) -> Answer {
        guard request.call.method == .get else { throw Self.unknownNetworkPath }
        switch (collection, request.path.count) {
        case ("default-security-group-rules", 1) where !profile.has(.oldNeutron):
            return .json(
                200,
                ["default_security_group_rules": .array(network.defaultRules.map(\.document))])
        case ("default-security-group-rules", 2) where !profile.has(.oldNeutron):
            guard let rule = network.defaultRules.first(where: { $0.id == request.path[1] })
            else {
                throw .network(
                    404, "DefaultSecurityGroupRuleNotFound",
                    "Default Security Group rule \(request.path[1]) does not exist")
            }
            return .json(200, ["default_security_group_rule": rule.document])
        case ("extensions", 1):
            return .json(200, ["extensions": .array(networkExtensions)])
        case ("extensions", 2):
            guard
                let known = networkExtensions.first(where: {
                    $0["alias"]?.string == request.path[1]
                })
            else {
                throw .network(
                    404, "ExtensionNotFound",
                    "Extension with alias \(request.path[1]) does not exist")
            }
            return .json(200, ["extension": known])
        case ("availability_zones", 1):
            return .json(
                200,
                [
                    "availability_zones": .array(
                        ["network", "router"].map {
                            ["name": "nova", "resource": .string($0), "state": "available"]
                        })
                ])
        case ("quotas", 2...3): return try networkQuota(request)
        case ("floatingips", 1): return .json(200, ["floatingips": []])
        default: throw Self.unknownNetworkPath
        }
    }

    private var networkExtensions: [JSON] {
        var known = [
            ("agent", "agent"), ("availability_zone", "Availability Zone"),
            ("external-net", "Neutron external network"), ("quotas", "Quota management support"),
            ("quota_details", "Quota details management support"),
            ("router", "Neutron L3 Router"), ("security-group", "security-group"),
            ("project-id", "project_id field enabled"), ("pagination", "Pagination support"),
        ]
        if !profile.has(.oldNeutron) {
            known.append(
                ("security-groups-default-rules", "Default rules for security groups"))
        }
        return known.map { alias, name in
            [
                "alias": .string(alias), "name": .string(name), "description": .string(name),
                "updated": "2020-01-01T10:00:00-00:00", "links": [],
            ]
        }
    }

    private func networkQuota(_ request: NetworkCall) throws(Answer) -> Answer {
        let project = request.path[1]
        guard project == request.project || request.isAdmin else {
            throw .network(
                403, "PolicyNotAuthorized", "(rule:get_quota) is disallowed by policy")
        }
        let isDetailed = request.path.last == "details"
        var quota: [String: JSON] = [:]
        for kind in NetworkKind.allCases {
            let used = Int64(network[kind].of(project).count)
            quota[kind.rawValue] =
                isDetailed
                ? ["limit": .int(kind.limit), "used": .int(used), "reserved": 0]
                : .int(kind.limit)
        }
        for (name, limit) in [("floatingip", 50), ("subnetpool", -1), ("rbac_policy", 10)] {
            quota[name] =
                isDetailed
                ? ["limit": .int(Int64(limit)), "used": 0, "reserved": 0] : .int(Int64(limit))
        }
        return .json(200, ["quota": .object(quota)])
    }
}
