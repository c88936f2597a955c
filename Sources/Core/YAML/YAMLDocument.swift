// SPDX-License-Identifier: Apache-2.0

/// How large a YAML text may be, and what it may expand to.
package struct YAMLLimits: Sendable {
    /// Bytes of the text.
    package var bytes = 10 << 20
    /// Nesting of lists and mappings.
    package var depth = 64
    /// Nodes after every alias has been followed.
    package var nodes = 200_000

    package init() {}
}

/// Reads one YAML document.
package enum YAMLDocument {
    /// The document's root; nil where the text holds none.
    ///
    /// Aliases are followed and merge keys (`<<`) resolved. Errors: what is no YAML, a key twice in
    /// one mapping, more than one document, and whatever exceeds `limits`.
    package static func parse(
        _ bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits()
    ) throws(YAMLError) -> YAMLNode? {
        guard bytes.count <= limits.bytes else {
            throw YAMLError(
                SourcePosition(file: file, line: 1, column: 1),
                "The file has \(bytes.count) bytes; at most \(limits.bytes) are read.")
        }
        var composer = Composer(parser: YAMLParser(bytes, file: file), limits: limits)
        return try composer.document()
    }
}

/// Builds nodes from the parser's events.
private struct Composer {
    let parser: YAMLParser
    let limits: YAMLLimits
    private var anchors: [String: (node: YAMLNode, size: Int)] = [:]
    private var nodes = 0

    init(parser: YAMLParser, limits: YAMLLimits) {
        self.parser = parser
        self.limits = limits
    }

    mutating func document() throws(YAMLError) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let event = try parser.next()
            switch event.kind {
            case .documentStart where root != nil:
                throw YAMLError(event.position, "A second document begins here; expected only one.")
            case .streamEnd: return root
            case .scalar, .sequenceStart, .mappingStart, .alias:
                root = try node(event, depth: 1).node
            default: break
            }
        }
    }

    private mutating func node(
        _ event: YAMLParser.Event, depth: Int
    ) throws(YAMLError) -> (node: YAMLNode, size: Int) {
        guard depth <= limits.depth else {
            throw YAMLError(
                event.position, "The nesting is deeper than \(limits.depth) levels.")
        }
        try count(1, at: event.position)
        var size = 1
        let node: YAMLNode
        switch event.kind {
        case .alias(let name):
            guard let known = anchors[name] else {
                throw YAMLError(event.position, "The alias *\(name.harmless(40)) has no anchor.")
            }
            // An alias counts for all that it stands for: a few lines can expand to billions.
            try count(known.size, at: event.position)
            return known
        case .scalar(let text, let isPlain, _):
            node = YAMLNode(.scalar(text, isPlain: isPlain), at: event.position)
        case .sequenceStart:
            var items: [YAMLNode] = []
            while true {
                let next = try parser.next()
                if case .sequenceEnd = next.kind { break }
                let item = try self.node(next, depth: depth + 1)
                items.append(item.node)
                size += item.size
            }
            node = YAMLNode(.sequence(items), at: event.position)
        case .mappingStart:
            var entries: [YAMLNode.Entry] = []
            while true {
                let next = try parser.next()
                if case .mappingEnd = next.kind { break }
                let key = try self.node(next, depth: depth + 1)
                let value = try self.node(try parser.next(), depth: depth + 1)
                entries.append(YAMLNode.Entry(key: key.node, value: value.node))
                size += key.size + value.size
            }
            node = YAMLNode(.mapping(try merged(entries)), at: event.position)
        default:
            throw YAMLError(event.position, "A value was expected here.")
        }
        if let anchor = event.anchor { anchors[anchor] = (node, size) }
        return (node, size)
    }

    private mutating func count(_ more: Int, at position: SourcePosition) throws(YAMLError) {
        nodes += more
        guard nodes <= limits.nodes else {
            throw YAMLError(
                position, "The file expands to more than \(limits.nodes) values; it is refused.")
        }
    }

    /// Refuses a key that stands twice, and puts in what `<<` brings; own keys win.
    private func merged(_ entries: [YAMLNode.Entry]) throws(YAMLError) -> [YAMLNode.Entry] {
        var places: [String: SourcePosition] = [:]
        var own: [YAMLNode.Entry] = []
        var merges: [YAMLNode] = []
        for entry in entries {
            guard case .scalar(let key, let isPlain) = entry.key.content else {
                throw YAMLError(entry.key.position, "A key is no text.")
            }
            if key == "<<" && isPlain {
                merges.append(entry.value)
                continue
            }
            if let first = places[key] {
                throw YAMLError(
                    entry.key.position,
                    "The key \(key.harmless(60)) stands here again; it was at line \(first.line).")
            }
            places[key] = entry.key.position
            own.append(entry)
        }
        for merge in merges {
            let sources: [YAMLNode]
            if case .sequence(let items) = merge.content {
                sources = items
            } else {
                sources = [merge]
            }
            for source in sources {
                for entry in try source.mapping("What << merges") {
                    if let key = entry.key.text, places[key] == nil {
                        places[key] = entry.key.position
                        own.append(entry)
                    }
                }
            }
        }
        return own
    }
}
