// SPDX-License-Identifier: Apache-2.0
import Synchronization

typealias Paging = ResourceQuirks.Paging

/// A list that a service divides into pages.
///
/// A page's place is only known from the one before it, so a long collection that can be ordered is
/// read from both ends at once: half the pages one after another. Half a list is an error, as it would
/// be judged as if it were the whole.
struct Listing<Item: Sendable>: Sendable {
    typealias Query = [(String, String)]

    /// What a service answers for one page.
    struct Page: Sendable {
        var items: [Item]
        /// Whether the service says that there is more.
        var hasNext: Bool
        /// The answer as it came, where somebody keeps it.
        var body: [UInt8] = []
    }

    /// The first page's call, without what says which page it is.
    let call: Call
    var paging = Paging.markers
    /// The largest page that services give in their default configuration.
    var pageSize = 1000
    /// Queries that order the collection one way and the other; nil: it is read from one end.
    var orders: (ascending: Query, descending: Query)?
    let id: @Sendable (Item) -> String
    /// Gets each page as it came, with the ids in it that no page before had.
    var keep: @Sendable ([UInt8], Set<String>) throws -> Void = { _, _ in }
    let fetch: @Sendable (Call) async throws -> Page

    /// All items, in ascending order if the service respects it.
    func all() async throws -> [Item] {
        let seen = Seen()
        let first = try await stretch(.upwards, after: Place(), seen)
        guard first.hasNext else { return first.items }
        guard orders != nil else {
            return try await first.items + walk(.upwards, after: first.end, seen)
        }
        async let upwards = walk(.upwards, after: first.end, seen)
        async let downwards = walk(.downwards, after: Place(), seen)
        return try await first.items + upwards + downwards.reversed()
    }

    /// Where a page begins.
    private struct Place {
        var marker: String?
        var count = 0
    }

    private struct Stretch: Sendable {
        /// Those that no page before had.
        var items: [Item]
        var end: Place
        /// Whether it is worth to read on: there is more, and nothing of this was seen before.
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
        _ direction: Direction, after start: Place, _ seen: Seen
    ) async throws -> [Item] {
        var items: [Item] = []
        var place = start
        while true {
            let stretch = try await stretch(direction, after: place, seen)
            items += stretch.items
            guard stretch.hasNext else { return items }
            place = stretch.end
        }
    }

    private func stretch(
        _ direction: Direction, after place: Place, _ seen: Seen
    ) async throws -> Stretch {
        let page = try await fetch(self.call(direction, after: place))
        func unreadable(_ detail: String) -> UnreadableAnswer {
            UnreadableAnswer(call: call.spelled, detail: detail)
        }
        guard seen.turn() else { throw unreadable("it has no end") }
        let (fresh, isRepeated) = seen.ids.withLock { seen in
            var isRepeated = false
            let fresh = page.items.filter { item in
                let first = seen[id(item)]
                isRepeated = isRepeated || first == direction
                seen[id(item)] = first ?? direction
                return first == nil
            }
            return (fresh, isRepeated)
        }
        guard !isRepeated else { throw unreadable("its pages repeat, so its end cannot be found") }
        try keep(page.body, Set(fresh.map(id)))
        return Stretch(
            items: fresh,
            end: Place(marker: page.items.last.map(id), count: place.count + page.items.count),
            hasNext: page.hasNext && !page.items.isEmpty && fresh.count == page.items.count)
    }

    private func call(_ direction: Direction, after place: Place) -> Call {
        var call = call
        if let orders {
            call.query += direction == .upwards ? orders.ascending : orders.descending
        }
        guard paging != .none else { return call }
        call.query.append(("limit", String(pageSize)))
        switch paging {
        case .none: break
        case .markers: if let marker = place.marker { call.query.append(("marker", marker)) }
        case .offsets: if place.count > 0 { call.query.append(("offset", String(place.count))) }
        }
        return call
    }
}
