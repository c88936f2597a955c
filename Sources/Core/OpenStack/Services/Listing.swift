// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Synchronization
import SCSSupport

/// A list that a service divides into pages.
///
/// Each page is found through the previous one, so a long list is read from both ends at once: half
/// the pages in sequence.
struct Listing<Item: Decodable & Sendable>: Sendable {
    let cloud: Cloud
    /// The first page's call, without `limit` and `marker`.
    let call: Call
    /// The key of the items in an answer.
    let key: String
    /// The largest page that the service's default configuration gives.
    let pageSize = 1000
    /// Queries for ascending and descending order.
    let ascending: [(String, String)]
    let descending: [(String, String)]
    let id: @Sendable (Item) -> String
    /// Receives each page's bytes, with the ids that no earlier page had.
    let keep: @Sendable ([UInt8], Set<String>) throws -> Void

    /// All items, in ascending order if the service respects it.
    func all() async throws -> [Item] {
        let seen = Seen()
        let first = try await page(.upwards, after: nil, seen)
        guard first.hasNext else { return first.items }
        async let upwards = walk(.upwards, after: first.marker, seen)
        async let downwards = walk(.downwards, after: nil, seen)
        return try await first.items + upwards + downwards.reversed()
    }

    private struct Page: Sendable {
        /// The items that no earlier page had.
        var items: [Item]
        var marker: String?
        /// Whether to read on: there is a next page, and all of this one was new.
        var hasNext: Bool
    }

    private enum Direction {
        case upwards, downwards
    }

    /// The ids seen so far, by either direction.
    private final class Seen: Sendable {
        let ids = Mutex<[String: Direction]>([:])
        let pages = Mutex(0)

        /// Counts a page; false once no list can be so long.
        func turn() -> Bool {
            pages.withLock { pages in
                pages += 1
                return pages <= 5_000
            }
        }
    }

    /// Reads to the end, or until it meets the other direction.
    private func walk(
        _ direction: Direction, after start: String?, _ seen: Seen
    ) async throws -> [Item] {
        var items: [Item] = []
        var marker = start
        while true {
            let page = try await page(direction, after: marker, seen)
            items += page.items
            guard page.hasNext else { return items }
            marker = page.marker
        }
    }

    private func page(
        _ direction: Direction, after marker: String?, _ seen: Seen
    ) async throws -> Page {
        var call = call
        call.query +=
            (direction == .upwards ? ascending : descending) + [("limit", String(pageSize))]
        if let marker { call.query.append(("marker", marker)) }
        let (page, body) = try await cloud.decodedWithBody(PageAnswer<Item>.self, from: call)
        func unreadable(_ detail: String) -> UnreadableAnswer {
            UnreadableAnswer(call: call.spelled, detail: detail)
        }
        guard let items = page.lists[key] else { throw unreadable("it has no \(key)") }
        guard seen.turn() else { throw unreadable("it has no end") }
        let (fresh, isRepeated) = seen.ids.withLock { seen in
            var isRepeated = false
            let fresh = items.filter { item in
                let first = seen[id(item)]
                isRepeated = isRepeated || first == direction
                seen[id(item)] = first ?? direction
                return first == nil
            }
            return (fresh, isRepeated)
        }
        // Half a list must not be judged as the whole.
        guard !isRepeated else { throw unreadable("its pages repeat, so its end cannot be found") }
        try keep(body, Set(fresh.map(id)))
        return Page(
            items: fresh, marker: items.last.map(id),
            hasNext: page.hasNext && !items.isEmpty && fresh.count == items.count)
    }
}

/// One page: the items under their key, and whether there is a link to a next page.
private struct PageAnswer<Item: Decodable>: Decodable {
    var lists: [String: [Item]] = [:]
    var hasNext = false

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: AnyKey.self)
        for key in fields.allKeys {
            switch key.stringValue {
            case "next": hasNext = true
            case let name where name.hasSuffix("_links"):
                let links = try fields.decode([Link].self, forKey: key)
                hasNext = hasNext || links.contains { $0.rel == "next" }
            case "first", "schema", "count": break
            case let name: lists[name] = try fields.decode([Item].self, forKey: key)
            }
        }
    }

    private struct Link: Decodable { var rel: String? }
}
