// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// The microversion of a call to Block Storage: 3.`minor`.
struct Microversion: Sendable {
    static let maximum: Int64 = 71
    var minor: Int64

    func isAtLeast(_ other: Int64) -> Bool { minor >= other }
}

/// An authenticated call to Block Storage.
struct BlockStorageCall: Sendable {
    var call: Call
    var who: Identity
    var project: String
    var version: Microversion
    /// The path after version and project.
    var path: [String]

    var isAdmin: Bool { who.roles.contains("admin") }
}

extension World {
    mutating func blockStorage(_ call: Call) throws(Answer) -> Answer {
        if call.path.isEmpty { return Self.blockStorageVersions(status: 300) }
        guard call.path[0] == "v3" else { throw .unknownPath }
        let who = try caller(call, orElse: .unauthenticated)
        if call.path.count == 1 { return Self.blockStorageVersions(status: 200) }
        let version = try Self.negotiate(call)
        var answer: Answer
        do {
            answer = try route(call, who, version)
        } catch {
            answer = error
        }
        // Paths without a controller ignore versions.
        if answer.headers.contains(where: { $0.value == "application/json" })
            || answer.status < 300
        {
            answer.headers.append(("OpenStack-API-Version", "volume 3.\(version.minor)"))
            answer.headers.append(("Vary", "OpenStack-API-Version"))
        }
        return answer
    }

    private mutating func route(
        _ call: Call, _ who: Identity, _ version: Microversion
    ) throws(Answer) -> Answer {
        let project = who.project?.id ?? ""
        var path = Array(call.path.dropFirst())
        if path[0].count == 32, path[0].allSatisfy(\.isHexDigit) {
            guard path[0] == project else { throw .fault(400, "Malformed request url") }
            path.removeFirst()
        }
        guard let collection = path.first else { throw .unknownPath }
        let request = BlockStorageCall(
            call: call, who: who, project: project, version: version, path: path)
        switch collection {
        case "volumes": return try volumes(request)
        case "snapshots": return try snapshots(request)
        case "backups" where !profile.has(.backupNotOffered): return try backups(request)
        case "messages": return try messages(request)
        case "limits": return .json(200, ["limits": limitsDocument(project)])
        case "os-quota-sets": return try quotaSet(request)
        case "types": return try volumeTypes(request)
        case "extensions": return .json(200, ["extensions": []])
        case "os-availability-zone":
            return .json(
                200,
                ["availabilityZoneInfo": [["zoneName": "nova", "zoneState": ["available": true]]]])
        case "os-services":
            throw .fault(
                403, "Policy doesn't allow volume_extension:services:index to be performed.")
        default: throw .unknownPath
        }
    }

    private static func negotiate(_ call: Call) throws(Answer) -> Microversion {
        let versions: [Substring] =
            call.headers["OpenStack-API-Version"]?.split(separator: ",") ?? []
        let words: [[Substring]] = versions.map { $0.split(separator: " ") }
        guard let asked = words.first(where: { $0.first == "volume" })?.last.map({ String($0) })
        else { return Microversion(minor: 0) }
        if asked == "latest" { return Microversion(minor: Microversion.maximum) }
        let parts = asked.split(separator: ".").map { Int64($0) }
        guard parts.count == 2, let major = parts[0], let minor = parts[1] else {
            throw .fault(
                400,
                "API Version String \(asked) is of invalid format. Must be of format "
                    + "MajorNum.MinorNum.")
        }
        guard major == 3, (0...Microversion.maximum).contains(minor) else {
            var answer = Answer.fault(
                406,
                "Version \(asked) is not supported by the API. Minimum is 3.0 and maximum is "
                    + "3.\(Microversion.maximum).")
            answer.headers.append(("OpenStack-API-Version", "volume \(asked)"))
            throw answer
        }
        return Microversion(minor: minor)
    }

    private static func blockStorageVersions(status: Int) -> Answer {
        .json(
            status,
            [
                "versions": [
                    [
                        "id": "v3.0", "status": "CURRENT",
                        "version": .string("3.\(Microversion.maximum)"), "min_version": "3.0",
                        "updated": "2023-08-31T00:00:00Z",
                        "links": [
                            [
                                "rel": "describedby", "type": "text/html",
                                "href": "https://docs.openstack.org/",
                            ],
                            ["rel": "self", "href": .string(Host.volume.text + "/v3/")],
                        ],
                        "media-types": [
                            [
                                "base": "application/json",
                                "type": "application/vnd.openstack.volume+json;version=3",
                            ]
                        ],
                    ]
                ]
            ])
    }
}

extension Answer {
    /// A refusal in Cinder's words.
    static func fault(_ status: Int64, _ message: String) -> Answer {
        let names: [Int64: String] = [
            400: "badRequest", 401: "unauthorized", 403: "forbidden", 404: "itemNotFound",
            409: "conflictingRequest", 413: "overLimit", 503: "serviceUnavailable",
        ]
        var fault: [String: JSON] = ["code": .int(status), "message": .string(message)]
        if status == 413 { fault["retryAfter"] = "0" }
        var answer = Answer.json(
            Int(status), [names[status] ?? "computeFault": .object(fault)])
        if status == 413 { answer.headers.append(("Retry-After", "0")) }
        return answer
    }

    static func notFound(_ what: String) -> Answer {
        fault(404, "\(what) could not be found.")
    }

    /// Cinder's answer for actions and resources that the requested version lacks.
    static let notInVersion = fault(404, "The resource could not be found.")
}
