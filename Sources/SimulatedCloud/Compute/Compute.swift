// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// An authenticated call to the Compute service.
struct ComputeCall: Sendable {
    /// The newest version is 2.`newest`.
    static let newest: Int64 = 100
    /// The maximum number of items in a list.
    static let longestPage = 1000

    var call: Call
    var who: Identity
    var project: String
    /// The microversion in use is 2.`minor`.
    var minor: Int64
    /// The path after the version.
    var path: [String]

    func isAtLeast(_ other: Int64) -> Bool { minor >= other }

    /// The length of a page, and the item that it follows.
    func page() throws(Answer) -> (limit: Int, marker: String?) {
        var limit = Self.longestPage
        if let text = call.parameter("limit") {
            guard let asked = Int(text), asked >= 0 else {
                throw .fault(
                    400,
                    "Invalid input for field/attribute limit. Value: \(text). '\(text)' does not "
                        + "match '^[0-9]*$'")
            }
            limit = min(limit, asked)
        }
        return (limit, call.parameter("marker"))
    }

    func nextLink(after id: String) -> JSON {
        let kept = call.query.filter { $0.name != "marker" } + [("marker", id)]
        let query = kept.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let href = "\(Host.compute.text)/v2.1/\(path.joined(separator: "/"))?\(query)"
        return [["rel": "next", "href": .string(href)]]
    }

    func member(_ name: String) throws(Answer) -> [String: JSON] {
        guard let document = JSON(parsing: call.body) else {
            throw .fault(
                400,
                "The server could not comply with the request since it is either "
                    + "malformed or otherwise incorrect.")
        }
        guard case .object(let members)? = document[name] else {
            throw .fault(
                400,
                "Invalid input for field/attribute \(name). Value: None. '\(name)' is a required "
                    + "property")
        }
        return members
    }
}

extension World {
    mutating func compute(_ call: Call) throws(Answer) -> Answer {
        switch call.path {
        case []: return .json(200, ["versions": [Self.legacyCompute, Self.computeVersion(false)]])
        case ["v2.1"]: return .json(200, ["version": Self.computeVersion(true)])
        default: break
        }
        guard call.path[0] == "v2.1" else { throw .unknownPath }
        let who = try caller(call, orElse: .unauthenticated)
        let minor = try Self.computeMinor(call)
        let request = ComputeCall(
            call: call, who: who, project: who.project?.id ?? "", minor: minor,
            path: Array(call.path.dropFirst()))
        var answer: Answer
        do {
            answer = try route(request)
        } catch {
            answer = error
        }
        answer.headers += [
            ("OpenStack-API-Version", "compute 2.\(minor)"),
            ("X-OpenStack-Nova-API-Version", "2.\(minor)"),
            ("Vary", "OpenStack-API-Version, X-OpenStack-Nova-API-Version"),
        ]
        return answer
    }

    private mutating func route(_ request: ComputeCall) throws(Answer) -> Answer {
        switch request.path[0] {
        case "flavors": return try flavors(request)
        case "servers": return try servers(request)
        case "limits": return .json(200, ["limits": computeLimits(request)])
        case "os-availability-zone":
            guard request.path.count == 1 else {
                throw .policy("os_compute_api:os-availability-zone:detail")
            }
            return .json(
                200,
                [
                    "availabilityZoneInfo": [
                        ["zoneName": "nova", "zoneState": ["available": true], "hosts": nil]
                    ]
                ])
        case "extensions": return .json(200, ["extensions": []])
        default: throw .unknownPath
        }
    }

    private static func computeMinor(_ call: Call) throws(Answer) -> Int64 {
        let named = call.headers["OpenStack-API-Version"].flatMap { header -> String? in
            let parts = header.split(separator: " ").map(String.init)
            return parts.first == "compute" && parts.count == 2 ? parts[1] : nil
        }
        guard let asked = named ?? call.headers["X-OpenStack-Nova-API-Version"] else { return 1 }
        if asked == "latest" { return ComputeCall.newest }
        let parts = asked.split(separator: ".", omittingEmptySubsequences: false)
            .map { Int64($0) }
        guard parts.count == 2, let major = parts[0], let minor = parts[1] else {
            throw .fault(
                400,
                "API Version String \(asked) is of invalid format. Must be of format "
                    + "MajorNum.MinorNum.")
        }
        guard major == 2, (1...ComputeCall.newest).contains(minor) else {
            throw .fault(
                406,
                "Version \(asked) is not supported by the API. Minimum is 2.1 and maximum is "
                    + "2.\(ComputeCall.newest).")
        }
        return minor
    }

    static func computeLinks(_ collection: String, _ id: String) -> JSON {
        [
            ["rel": "self", "href": .string("\(Host.compute.text)/v2.1/\(collection)/\(id)")],
            ["rel": "bookmark", "href": .string("\(Host.compute.text)/\(collection)/\(id)")],
        ]
    }

    private static let legacyCompute: JSON = [
        "id": "v2.0", "status": "SUPPORTED", "version": "", "min_version": "",
        "updated": "2011-01-21T11:33:21Z",
        "links": [["rel": "self", "href": .string(Host.compute.text + "/v2/")]],
    ]

    private static func computeVersion(_ isDetailed: Bool) -> JSON {
        var links: [JSON] = [["rel": "self", "href": .string(Host.compute.text + "/v2.1/")]]
        var version: [String: JSON] = [
            "id": "v2.1", "status": "CURRENT", "version": .string("2.\(ComputeCall.newest)"),
            "min_version": "2.1", "updated": "2013-07-23T11:33:21Z",
        ]
        if isDetailed {
            links.append(
                [
                    "rel": "describedby", "type": "text/html",
                    "href": "http://docs.openstack.org/",
                ])
            version["media-types"] = [
                [
                    "base": "application/json",
                    "type": "application/vnd.openstack.compute+json;version=2.1",
                ]
            ]
        }
        version["links"] = .array(links)
        return .object(version)
    }
}

extension Answer {
    /// A refusal by a rule of oslo.policy.
    static func policy(_ rule: String) -> Answer {
        .fault(403, "Policy doesn't allow \(rule) to be performed.")
    }
}
