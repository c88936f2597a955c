// SPDX-License-Identifier: Apache-2.0

/// The members of an object by name; apart from `JSONObjectContainer`, as generic code is slow.
final class JSONMembers {
    let decoder: JSONNodeDecoder
    /// Values by key, of objects with many members; others are searched.
    private let values: [String: Int]?

    private var document: JSONDocument { decoder.document }

    init(_ decoder: JSONNodeDecoder) throws {
        guard decoder.kind == .object else { throw decoder.mismatch([String: JSON].self) }
        self.decoder = decoder
        let document = decoder.document
        guard document.nodes[decoder.index].count > 40 else {
            values = nil
            return
        }
        var values: [String: Int] = [:]
        document.forEachMember(of: decoder.index) { values[document.string($0) ?? ""] = $0 + 1 }
        self.values = values
    }

    /// Each name once.
    var names: [String] {
        if let values { return Array(values.keys) }
        var names: [String] = []
        document.forEachMember(of: decoder.index) { key in
            let name = document.string(key) ?? ""
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// The node of a value; of two with the same name, the last one counts.
    func node(_ name: String) -> Int? {
        if let values { return values[name] }
        return document.member(name, of: decoder.index)
    }

    /// The node of a value that is not null.
    func present(_ name: String) -> Int? {
        guard let node = node(name), document.nodes[node].kind != .null else { return nil }
        return node
    }
}
