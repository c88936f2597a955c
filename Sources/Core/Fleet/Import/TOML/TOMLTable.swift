// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// A table while its file is read, with TOML's rules about what may be defined again.
final class TOMLTable {
    enum Kind {
        /// Has a header of its own.
        case explicit
        /// Is only named by the header of a table in it.
        case implicit
        /// Comes from a dotted key.
        case dotted
        /// Is written in braces, and complete.
        case inline
    }

    private enum Item {
        case value(YAMLNode)
        case table(TOMLTable)
        case list(List)
    }

    /// The tables of `[[name]]`; shared, as a copy for each would take quadratic time.
    private final class List {
        var tables: [TOMLTable]
        init(_ tables: [TOMLTable]) { self.tables = tables }
    }

    private var kind: Kind
    private let position: Position
    private var items: [(key: TOMLKey, item: Item)] = []
    private var places: [String: Int] = [:]

    init(_ kind: Kind, at position: Position) {
        self.kind = kind
        self.position = position
    }

    /// The table of a header; throws if it is there already.
    func open(
        _ keys: [TOMLKey], isList: Bool, at position: Position
    ) throws(YAMLError) -> TOMLTable {
        var table = self
        for key in keys.dropLast() {
            switch table.item(key) {
            case nil: table = table.add(key, .implicit)
            case .table(let next) where next.kind != .inline: table = next
            case .list(let list): table = list.tables.last ?? table
            case .table, .value: throw table.twice(key)
            }
        }
        guard let last = keys.last else { return table }
        switch table.item(last) {
        case nil where isList:
            let next = TOMLTable(.explicit, at: position)
            table.put(last, .list(List([next])))
            return next
        case nil: return table.add(last, .explicit, at: position)
        case .list(let list) where isList:
            let next = TOMLTable(.explicit, at: position)
            list.tables.append(next)
            return next
        case .table(let next) where next.kind == .implicit && !isList:
            next.kind = .explicit
            return next
        default: throw table.twice(last)
        }
    }

    /// Sets the value of a key; throws if it has one.
    func set(_ keys: [TOMLKey], to value: YAMLNode) throws(YAMLError) {
        var table = self
        for key in keys.dropLast() {
            switch table.item(key) {
            case nil: table = table.add(key, .dotted)
            case .table(let next) where next.kind == .dotted: table = next
            default: throw table.twice(key)
            }
        }
        guard let last = keys.last else { return }
        guard table.item(last) == nil else { throw table.twice(last) }
        table.put(last, .value(value))
    }

    func node(label: String) -> YAMLNode {
        YAMLNode(
            .mapping(
                items.map { key, item in
                    let name = YAMLNode(
                        .scalar(key.name, .quoted), at: key.position, label: "a key")
                    return (name, Self.node(item, key))
                }), at: position, label: label)
    }

    private static func node(_ item: Item, _ key: TOMLKey) -> YAMLNode {
        switch item {
        case .value(let node): node
        case .table(let table): table.node(label: key.name)
        case .list(let list):
            YAMLNode(
                .sequence(list.tables.map { $0.node(label: "an entry of \(key.name)") }),
                at: key.position, label: key.name)
        }
    }

    private func item(_ key: TOMLKey) -> Item? { places[key.name].map { items[$0].item } }

    private func put(_ key: TOMLKey, _ item: Item) {
        if let place = places[key.name] {
            items[place].item = item
        } else {
            places[key.name] = items.count
            items.append((key, item))
        }
    }

    private func add(_ key: TOMLKey, _ kind: Kind, at position: Position? = nil) -> TOMLTable {
        let table = TOMLTable(kind, at: position ?? key.position)
        put(key, .table(table))
        return table
    }

    private func twice(_ key: TOMLKey) -> YAMLError {
        let first = places[key.name].map { " at \(items[$0].key.position)" } ?? ""
        return YAMLError(
            key.position,
            "\(key.name.quotedForMessage) was already defined\(first); keep one of the two")
    }
}

/// A part of a key, with its place.
struct TOMLKey {
    var name: String
    var position: Position
}
