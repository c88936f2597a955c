// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension Listing where Item: Decodable {
    /// Items that are decoded from the list under `key`.
    init(
        _ call: Call, key: String, in cloud: Cloud, id: @escaping @Sendable (Item) -> String,
        orders: (ascending: Query, descending: Query)? = nil,
        keep: @escaping @Sendable ([UInt8], Set<String>) throws -> Void = { _, _ in }
    ) {
        self.init(call: call, orders: orders, id: id, keep: keep) { call in
            let (answer, body) = try await cloud.decodedWithBody(
                PageAnswer<Item>.self, from: call)
            guard let items = answer.lists[key] else {
                throw UnreadableAnswer(call: call.spelled, detail: "it has no \(key)")
            }
            return Page(items: items, hasNext: answer.hasNext, body: body)
        }
    }
}

/// One page: the items under their key, and whether a link to a next page stands beside them.
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
