// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension BlockStorageCall {
    /// The body's single member, checked as by Cinder's schemas.
    func envelope(
        _ name: String, required: [String] = [], allowed: Set<String>
    ) throws(Answer) -> [String: JSON] {
        guard let document = JSON(parsing: call.body) else {
            throw .fault(
                500,
                "The server has either erred or is incapable of performing the requested "
                    + "operation.")
        }
        guard let inner = document[name] else {
            throw .fault(400, "'\(name)' is a required property")
        }
        guard case .object(let members) = inner else {
            throw invalid(name, inner, "\(inner.python) is not of type 'object'")
        }
        for key in required where members[key] == nil {
            throw invalid(name, inner, "'\(key)' is a required property")
        }
        if let unknown = members.keys.sorted().first(where: { !allowed.contains($0) }) {
            throw invalid(
                name, inner,
                "Additional properties are not allowed ('\(unknown)' was unexpected)")
        }
        return members
    }

    /// A member that must be a UUID, or null.
    func reference(
        _ name: String, in members: [String: JSON], orElse rule: String
    ) throws(Answer) -> String? {
        guard let value = members[name], !value.isNull else { return nil }
        guard let text = value.string, text.isUUID else {
            throw invalid(name, value, "\(value.python) \(rule)")
        }
        return text
    }

    func invalid(_ field: String, _ value: JSON, _ rule: String) -> Answer {
        .fault(
            400,
            "Invalid input for field/attribute \(field). Value: \(value.string ?? value.python). "
                + rule)
    }
}

extension String {
    /// Whether this is a UUID in OpenStack's form.
    var isUUID: Bool {
        let parts = split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12]
            && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}

extension World {
    /// A page of a list: filtered, after `marker`, at most `limit` long.
    func list<Row: Record>(
        _ table: Table<Row>, _ name: String, what: String, _ request: BlockStorageCall,
        filters: [String: (Row) -> String?] = [:],
        summary: (Row) -> JSON, detail: (Row) -> JSON
    ) throws(Answer) -> Answer {
        let all = JSON.text(request.call.parameter("all_tenants")).flag ?? false
        var rows = request.isAdmin && all ? table.rows.reversed() : table.of(request.project)
        let common: [String: (Row) -> String?] = ["name": { $0.name }, "status": { $0.status }]
        for (key, value) in request.call.query {
            guard let read = filters[key] ?? common[key] else { continue }
            rows.removeAll { read($0) != value }
        }
        let total = rows.count
        if let marker = request.call.parameter("marker") {
            guard let index = rows.firstIndex(where: { $0.id == marker }) else {
                throw .notFound("\(what) \(marker)")
            }
            rows.removeFirst(index + 1)
        }
        var document: [String: JSON] = [:]
        if let text = request.call.parameter("limit") {
            guard let limit = Int(text) else {
                throw .fault(400, "limit param must be an integer")
            }
            guard limit >= 0 else { throw .fault(400, "limit param must be positive") }
            rows = Array(rows.prefix(limit))
            if limit > 0, rows.count == limit, let last = rows.last {
                let kept = request.call.query.filter { $0.name != "marker" }
                let query = (kept + [("marker", last.id)]).map { "\($0.name)=\($0.value)" }
                let path = [request.project] + request.path
                let next =
                    "\(Host.volume.text)/v3/\(path.joined(separator: "/"))?"
                    + query.joined(separator: "&")
                document["\(name)_links"] = [["rel": "next", "href": .string(next)]]
            }
        }
        let isDetailed = request.path.last == "detail"
        document[name] = .array(rows.map(isDetailed ? detail : summary))
        if request.version.isAtLeast(45), request.call.parameter("with_count") != nil {
            document["count"] = .int(Int64(total))
        }
        return .json(200, .object(document))
    }

    func links(_ collection: String, _ record: some Record) -> JSON {
        let end = "\(record.project)/\(collection)/\(record.id)"
        return [
            ["rel": "self", "href": .string("\(Host.volume.text)/v3/\(end)")],
            ["rel": "bookmark", "href": .string("\(Host.volume.text)/\(end)")],
        ]
    }
}
