// SPDX-License-Identifier: Apache-2.0

/// Builds nodes from libyaml's events: resolves aliases and merge keys, and enforces the limits.
struct YAMLComposer {
    /// A node with the cost of repeating it by an alias.
    private struct Built {
        var node: YAMLNode
        var nodes: Int
        var height: Int
    }

    /// The place of a node in the document.
    private struct Context {
        var label = "the document"
        var depth = 1
        /// Below a key such as `password`, where errors must not quote keys.
        var isSecret = false
    }

    private let parser: YAMLParser
    private let limits: YAMLLimits
    private var anchors: [String: Built] = [:]
    private var openAnchors: Set<String> = []
    private var nodes = 0
    private var aliasedNodes = 0

    init(parser: YAMLParser, limits: YAMLLimits) {
        self.parser = parser
        self.limits = limits
    }

    /// The root of the only document; nil if there is none.
    mutating func document() throws(YAMLError) -> YAMLNode? {
        _ = try parser.next()  // the stream's start
        guard case .documentStart = try parser.next().event else { return nil }
        let root = try build(try parser.next(), Context()).node
        _ = try parser.next()  // the document's end
        let after = try parser.next()
        guard case .streamEnd = after.event else {
            throw YAMLError(
                after.position, "a second document begins here; expected one document in a file")
        }
        return root.isNull ? nil : root
    }

    /// The roots of all documents; names of anchors end with theirs.
    mutating func documents() throws(YAMLError) -> [YAMLNode] {
        _ = try parser.next()  // the stream's start
        var roots: [YAMLNode] = []
        while case .documentStart = try parser.next().event {
            anchors = [:]
            openAnchors = []
            roots.append(try build(try parser.next(), Context()).node)
            _ = try parser.next()  // the document's end
        }
        return roots
    }

    private mutating func build(
        _ next: (event: YAMLEvent, position: Position), _ context: Context
    ) throws(YAMLError) -> Built {
        try count(next.position, context)
        let nodesBefore = nodes + aliasedNodes
        switch next.event {
        case .alias(let name):
            return try repetition(of: name, at: next.position, context)
        case .scalar(let text, let style, let anchor, let tag):
            let style = try YAMLTag.style(tag, written: style, at: next.position)
            let node = YAMLNode(.scalar(text, style), at: next.position, label: context.label)
            return remember(Built(node: node, nodes: 1, height: 1), as: anchor)
        case .sequenceStart(let anchor, let tag):
            try YAMLTag.require("seq", tag, at: next.position)
            anchor.map { _ = openAnchors.insert($0) }
            let (entries, height) = try sequence(context)
            let node = YAMLNode(.sequence(entries), at: next.position, label: context.label)
            let nodes = nodes + aliasedNodes - nodesBefore + 1
            return remember(Built(node: node, nodes: nodes, height: height + 1), as: anchor)
        case .mappingStart(let anchor, let tag):
            try YAMLTag.require("map", tag, at: next.position)
            anchor.map { _ = openAnchors.insert($0) }
            let (entries, height) = try mapping(context)
            let node = YAMLNode(.mapping(entries), at: next.position, label: context.label)
            let nodes = nodes + aliasedNodes - nodesBefore + 1
            return remember(Built(node: node, nodes: nodes, height: height + 1), as: anchor)
        case .collectionEnd, .documentStart, .documentEnd, .streamStart, .streamEnd:
            throw YAMLError(next.position, "a value is missing here")
        }
    }

    private mutating func count(_ position: Position, _ context: Context) throws(YAMLError) {
        nodes += 1
        guard nodes <= limits.nodes else {
            throw YAMLError(position, "this file has more than \(limits.nodes) values")
        }
        guard context.depth <= limits.depth else {
            throw YAMLError(
                position, "values are nested here more than \(limits.depth) levels deep")
        }
    }

    private mutating func remember(_ built: Built, as anchor: String?) -> Built {
        if let anchor {
            anchors[anchor] = built
            openAnchors.remove(anchor)
        }
        return built
    }

    private mutating func repetition(
        of name: String, at position: Position, _ context: Context
    ) throws(YAMLError) -> Built {
        guard !openAnchors.contains(name) else {
            throw YAMLError(position, "this alias is inside the value that it repeats")
        }
        // The name is not shown: an unquoted password may begin with an asterisk.
        guard var built = anchors[name] else {
            throw YAMLError(
                position,
                "there is no anchor of this name before this alias; "
                    + "a string that begins with * must be in quotes")
        }
        aliasedNodes += built.nodes
        guard aliasedNodes <= limits.aliasedNodes else {
            throw YAMLError(
                position,
                "the aliases of this file repeat more than \(limits.aliasedNodes) values "
                    + "(a \"billion laughs\" file does that); write fewer aliases")
        }
        guard context.depth + built.height - 1 <= limits.depth else {
            throw YAMLError(
                position, "with this alias, values are nested more than \(limits.depth) levels deep"
            )
        }
        built.node.label = context.label
        return built
    }

    private mutating func sequence(
        _ context: Context
    ) throws(YAMLError) -> (entries: [YAMLNode], height: Int) {
        var entries: [YAMLNode] = []
        var height = 0
        var inner = context
        inner.label = "an entry of \(context.label)"
        inner.depth += 1
        while true {
            let next = try parser.next()
            if case .collectionEnd = next.event { return (entries, height) }
            let built = try build(next, inner)
            entries.append(built.node)
            height = max(height, built.height)
        }
    }

    private mutating func mapping(
        _ context: Context
    ) throws(YAMLError) -> (entries: [YAMLNode.Entry], height: Int) {
        var assembly = YAMLMapping(isSecret: context.isSecret)
        var height = 0
        while true {
            let next = try parser.next()
            if case .collectionEnd = next.event { return (assembly.entries, height) }
            var inner = context
            inner.label = "a key"
            inner.depth += 1
            let key = try build(next, inner).node
            let name = try assembly.register(key)
            inner.label = name
            inner.isSecret = context.isSecret || YAMLMapping.isSecret(name)
            let built = try build(try parser.next(), inner)
            height = max(height, built.height)
            try assembly.add(key, built.node)
        }
    }
}
