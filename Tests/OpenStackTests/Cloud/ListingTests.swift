// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import Synchronization
import Testing

@testable import SCSOpenStack

/// A list is read to its end by whatever way its service gives it, or it is an error.
struct ListingTests {
    private typealias Query = [String: String]

    /// A service that gives the numbers below `count`, `size` of them on a page.
    private final class Service: Sendable {
        let count: Int
        let size: Int
        let queries = Mutex<[Query]>([])

        init(_ count: Int, pagesOf size: Int) {
            self.count = count
            self.size = size
        }

        func page(_ call: Call) -> Listing<Int>.Page {
            let query = Dictionary(call.query) { $1 }
            queries.withLock { $0.append(query) }
            let all = query["sort"] == "down" ? Array((0..<count).reversed()) : Array(0..<count)
            let start =
                query["marker"].flatMap { marker in all.firstIndex { "\($0)" == marker } }
                .map { $0 + 1 } ?? query["offset"].flatMap { Int($0) } ?? 0
            let items = all[start..<min(start + size, count)]
            return Listing.Page(items: Array(items), hasNext: start + size < count)
        }

        func listing(
            _ paging: Paging,
            orders: (ascending: [(String, String)], descending: [(String, String)])? = nil
        ) -> Listing<Int> {
            Listing(
                call: Call(.get, .blockStorage, ["volumes"]), paging: paging, pageSize: size,
                orders: orders, id: { "\($0)" }, fetch: { self.page($0) })
        }
    }

    @Test(
        arguments: [0, 1, 9, 10, 11, 95])
    func `By markers and by offsets every item comes once, in order`(_ count: Int) async throws {
        for paging in [Paging.markers, .offsets] {
            let service = Service(count, pagesOf: 10)
            #expect(try await service.listing(paging).all() == Array(0..<count))
            let queries = service.queries.withLock { $0 }
            #expect(queries.count == max(1, (count + 9) / 10))
            #expect(queries.allSatisfy { $0["limit"] == "10" })
        }
    }

    @Test(arguments: [0, 10, 11, 39, 95, 200])
    func `From both ends every item comes once, in order`(_ count: Int) async throws {
        let listing = Service(count, pagesOf: 10).listing(
            .markers, orders: (ascending: [("sort", "up")], descending: [("sort", "down")]))
        #expect(try await listing.all() == Array(0..<count))
    }

    @Test
    func `A list in one piece is asked for without a limit, once`() async throws {
        let service = Service(10, pagesOf: 10)
        #expect(try await service.listing(.none).all().count == 10)
        #expect(service.queries.withLock { $0 } == [[:]])
    }

    @Test
    func `Pages that repeat or never end are an error, as half a list proves no absence`()
        async throws
    {
        let repeating = Listing<Int>(
            call: Call(.get, .blockStorage, ["volumes"]), id: { "\($0)" },
            fetch: { _ in Listing.Page(items: [1, 2], hasNext: true) })
        await #expect {
            try await repeating.all()
        } throws: { ($0 as? UnreadableAnswer)?.detail.contains("pages repeat") == true }
        let next = Mutex(0)
        let growing = Listing<Int>(
            call: Call(.get, .blockStorage, ["volumes"]), id: { "\($0)" },
            fetch: { _ in
                let item = next.withLock { next in
                    next += 1
                    return next
                }
                return Listing.Page(items: [item], hasNext: true)
            })
        await #expect {
            try await growing.all()
        } throws: { ($0 as? UnreadableAnswer)?.detail == "it has no end" }
        #expect(next.withLock { $0 } == 5_001)
    }
}
