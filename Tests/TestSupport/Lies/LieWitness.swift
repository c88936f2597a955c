// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSCheck
package import SCSSimulatedCloud
import Synchronization

/// Tracks which requests a lie is about, the resource that it affects, and all earlier answers.
package final class LieWitness: Sendable {
    /// The lie, and the requests that it is about.
    package struct Order: Sendable, Codable {
        package var shape: String
        package var lie: Lie

        package init(shape: String, lie: Lie) {
            self.shape = shape
            self.lie = lie
        }

        /// The name for people and for selection.
        package var name: String { "\(lie.name) at \(shape)" }
    }

    private struct State {
        var hits = 0
        var answers: [String: HTTPResponse] = [:]
        var last: HTTPResponse?
        var postponed: [(request: HTTPRequest, until: Duration)] = []
        /// The id of what the lie hides, delays or renames, and until when.
        var victim: (id: String, until: Duration)?
        var looks = 0
        /// Ids of foreign resources, by the last segment of their collection's path.
        var strangers: [String: String] = [:]
        var token = "no-token-yet"
        var requests = 0
    }

    private let order: Order?
    private let state = Mutex(State())

    /// Nil: no lie; only records the answers.
    package init(_ order: Order?) {
        self.order = order
    }

    package var hits: Int { state.withLock { $0.hits } }
    package var requests: Int { state.withLock { $0.requests } }
    package var token: String { state.withLock { $0.token } }
    /// The largest answer to each shape of request.
    package var answers: [String: HTTPResponse] { state.withLock { $0.answers } }

    /// The foreign resources that a false answer may name: the first of each kind.
    package func introduce(_ strangers: Inventory) {
        let collections = [
            ("volumes", strangers.volumes), ("backups", strangers.backups),
            ("snapshots", strangers.snapshots), ("images", strangers.images),
            ("action", strangers.images), ("networks", strangers.networks),
            ("subnets", strangers.subnets), ("ports", strangers.ports),
            ("routers", strangers.routers), ("security-groups", strangers.securityGroups),
            ("servers", strangers.servers), ("secrets", strangers.secrets),
        ]
        state.withLock { state in
            for (collection, items) in collections { state.strangers[collection] = items.first?.id }
        }
    }

    /// The lie about a request of that shape; nil: none, or it was told already.
    func lie(about shape: String) -> Lie? {
        state.withLock { state in
            state.requests += 1
            guard let order, order.shape == shape else { return nil }
            if order.lie.isToldOnce && state.hits > 0 { return nil }
            state.hits += 1
            return order.lie
        }
    }

    func remember(_ response: HTTPResponse, to request: HTTPRequest) {
        state.withLock { state in
            if let token = response.headers["X-Subject-Token"] { state.token = token }
        }
    }

    func postpone(_ request: HTTPRequest, until: Duration) {
        state.withLock { $0.postponed.append((request, until)) }
    }

    /// The next postponed request that is due.
    func due(at now: Duration, isOver: Bool) -> HTTPRequest? {
        state.withLock { state in
            guard let index = state.postponed.firstIndex(where: { isOver || $0.until <= now })
            else { return nil }
            return state.postponed.remove(at: index).request
        }
    }

    /// The answer as modified by the lie, or by its lasting effect.
    func distorted(
        _ response: HTTPResponse, to request: HTTPRequest, _ shape: String, at now: Duration,
        by lie: Lie? = nil
    ) -> HTTPResponse {
        state.withLock { state in
            defer { state.last = response }
            guard response.isSuccess, let document = Self.document(response) else {
                let isGone = Self.isGone(request, &state, now, order?.lie)
                return isGone ? HTTPResponse(status: 404) : response
            }
            // The largest answer has the most fields.
            if response.body.count > state.answers[shape]?.body.count ?? -1 {
                state.answers[shape] = response
            }
            if let lie {
                return Self.told(lie, response, document, request, &state, now)
            }
            if Self.isGone(request, &state, now, order?.lie) { return HTTPResponse(status: 404) }
            return Self.with(Self.concealing(document, state, now, order?.lie), response)
        }
    }

    private static func document(_ response: HTTPResponse) -> JSON? {
        guard response.headers["Content-Type"]?.contains("json") == true else { return nil }
        do { return try JSON.parse(response.body) } catch { return nil }
    }

    private static func with(_ document: JSON, _ response: HTTPResponse) -> HTTPResponse {
        var response = response
        do { response.body = try document.bytes() } catch { return response }
        return response
    }

    /// The false answer to a request that the lie is about.
    private static func told(
        _ lie: Lie, _ response: HTTPResponse, _ document: JSON, _ request: HTTPRequest,
        _ state: inout State, _ now: Duration
    ) -> HTTPResponse {
        switch lie {
        case .odd(let path, let value):
            let odd = value.value(token: state.token)
            return with(path.replaced(in: document, by: odd), response)
        case .stray: return state.last ?? response
        case .doubled: return with(doubled(document), response)
        case .strangersID, .nobodysID:
            guard let id = createdID(in: document) else { return response }
            let collection = request.url.path().split(separator: "/").last.map(String.init) ?? ""
            let known = state.strangers[collection == "restore" ? "volumes" : collection]
            let other = lie == .strangersID ? known : nil
            let text = String(decoding: response.body, as: UTF8.self)
                .replacing(id, with: other ?? "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f")
            var response = response
            response.body = Array(text.utf8)
            return response
        case .late(let seconds):
            state.victim = createdID(in: document).map { ($0, now + .seconds(seconds)) }
        case .renamed, .hidden, .flickering:
            state.victim = createdID(in: document).map { ($0, .seconds(1 << 40)) }
        default: break
        }
        return response
    }

    /// The document with each list item doubled.
    private static func doubled(_ document: JSON) -> JSON {
        guard let fields = document.fields else { return document }
        return .object(
            fields.mapValues { value in
                value.array.map { .array($0.flatMap { [$0, $0] }) } ?? value
            })
    }

    /// The id in the answer to a creation, wherever it is.
    private static func createdID(in document: JSON) -> String? {
        let inner = [document] + (document.fields.map { Array($0.values) } ?? [])
        for value in inner {
            for key in ["volume_id", "image_id", "id"] {
                // A restore's answer names the backup too, and a backup's its volume.
                if key == "volume_id", value["backup_id"] == nil { continue }
                if let id = value[key]?.string { return id }
            }
            if let reference = value["secret_ref"]?.string {
                return reference.split(separator: "/").last.map(String.init)
            }
        }
        return nil
    }

    /// Whether the lie makes the request's resource disappear now.
    private static func isGone(
        _ request: HTTPRequest, _ state: inout State, _ now: Duration, _ lie: Lie?
    ) -> Bool {
        guard let victim = state.victim, request.url.path().hasSuffix(victim.id) else {
            return false
        }
        switch lie {
        case .late: return now < victim.until
        case .flickering:
            state.looks += 1
            return request.method == .get && state.looks.isMultiple(of: 3)
        default: return false
        }
    }

    /// The document without what the lie hides, or with another name for it.
    private static func concealing(
        _ document: JSON, _ state: State, _ now: Duration, _ lie: Lie?
    ) -> JSON {
        func isVictim(_ item: JSON) -> Bool {
            let id =
                item["id"]?.string
                ?? item["secret_ref"]?.string?.split(separator: "/").last.map(String.init)
            return state.victim.map { $0.id == id && $0.until > now } ?? false
        }
        func walk(_ value: JSON) -> JSON {
            switch value {
            case .array(let items):
                let hides: Bool =
                    switch lie {
                    case .hidden, .late: true
                    default: false
                    }
                return .array(items.filter { !hides || !isVictim($0) }.map(walk))
            case .object(var fields):
                if lie == .renamed, isVictim(value), fields["name"] != nil {
                    fields["name"] = "database"
                    return .object(fields)
                }
                return .object(fields.mapValues(walk))
            default: return value
            }
        }
        return walk(document)
    }
}

extension Lie {
    /// Whether it applies to the first such request only.
    var isToldOnce: Bool {
        switch self {
        case .odd, .unfiltered, .doubled, .ineffective(lasting: true): false
        default: true
        }
    }
}

extension JSON {
    var fields: [String: JSON]? {
        if case .object(let fields) = self { fields } else { nil }
    }
}
