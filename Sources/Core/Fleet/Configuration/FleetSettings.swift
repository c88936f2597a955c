// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport
import SCSYAML

/// What is tested and for how long; subjects override presets, and these the defaults.
package struct FleetSettings: Sendable {
    package var scope: Sourced<String>?
    package var version: Sourced<String>?
    package var standards: Sourced<[String]>?
    package var depth: Sourced<Depth>?
    /// Seconds for each operation.
    package var timeLimit: Sourced<Int>?
    /// Seconds for the whole run of a subject.
    package var totalTime: Sourced<Int>?
    /// Requests in flight to a subject.
    package var requests: Sourced<Int>?
    /// Whether each region of the cloud's catalog is a subject.
    package var allRegions: Sourced<Bool>?
    /// Values of the checks' parameters by full name.
    package var parameters: [String: Sourced<String>] = [:]

    package init() {}

    /// These settings, and those of `base` where there are none.
    package func over(_ base: FleetSettings) -> FleetSettings {
        var result = self
        // A selection belongs to its scope: with another scope, neither version nor standards are inherited.
        let sameScope = scope == nil || scope?.value == base.scope?.value
        result.scope = scope ?? base.scope
        if sameScope {
            result.version = version ?? base.version
            result.standards = standards ?? base.standards
        }
        result.depth = depth ?? base.depth
        result.timeLimit = timeLimit ?? base.timeLimit
        result.totalTime = totalTime ?? base.totalTime
        result.requests = requests ?? base.requests
        result.allRegions = allRegions ?? base.allRegions
        result.parameters = parameters.merging(base.parameters) { own, _ in own }
        return result
    }

    static let keys = [
        "scope", "version", "standards", "depth", "time-limit", "total-time", "requests",
        "all-regions", "parameters",
    ]

    init(_ node: YAMLNode) throws {
        scope = try node["scope"].map { try Self.text($0, "iaas") }
        version = try node["version"].map { try Self.text($0, "v5.1") }
        standards = try node["standards"].map { try Self.list($0, "volume-backup") }
        depth = try node["depth"].map { try Self.depth($0) }
        timeLimit = try node["time-limit"].map { try Self.number($0, 1...604_800, "seconds") }
        totalTime = try node["total-time"].map { try Self.number($0, 1...604_800, "seconds") }
        requests = try node["requests"].map { try Self.number($0, 1...1000, "requests in flight") }
        allRegions = try node["all-regions"].map { Sourced(try $0.boolean(), at: $0.position) }
        parameters = try node["parameters"].map { try Self.texts($0, "Debian 12") } ?? [:]
    }

    private static func depth(_ node: YAMLNode) throws -> Sourced<Depth> {
        let known: [Depth] = [.api, .data, .full]
        let text = try node.string(example: "data")
        guard let depth = known.first(where: { $0.rawValue == text }) else {
            throw node.wrongValue("api, data or full")
        }
        return Sourced(depth, at: node.position)
    }

    static func text(_ node: YAMLNode, _ example: String) throws -> Sourced<String> {
        let text = try node.string(example: example)
        guard !text.isEmpty, text == text.harmless(300) else {
            throw node.wrongValue("printable text such as \(example), at most 300 characters")
        }
        return Sourced(text, at: node.position)
    }

    /// A list of texts, or a single one.
    static func list(_ node: YAMLNode, _ example: String) throws -> Sourced<[String]> {
        let nodes = node.text == nil ? try node.sequence() : [node]
        guard !nodes.isEmpty else { throw node.wrongKind("a list such as [\(example)]") }
        var texts: [String] = []
        for entry in nodes { texts.append(try text(entry, example).value) }
        return Sourced(texts, at: node.position)
    }

    /// A mapping of texts.
    static func texts(_ node: YAMLNode, _ example: String) throws -> [String: Sourced<String>] {
        try node.mapping().reduce(into: [:]) { result, entry in
            result[try entry.0.string()] = try text(entry.1, example)
        }
    }

    static func number(
        _ node: YAMLNode, _ range: ClosedRange<Int>, _ unit: String
    ) throws -> Sourced<Int> {
        let number = try node.integer()
        guard range.contains(number) else {
            throw node.wrongValue("\(range.lowerBound) to \(range.upperBound) \(unit)")
        }
        return Sourced(number, at: node.position)
    }
}
