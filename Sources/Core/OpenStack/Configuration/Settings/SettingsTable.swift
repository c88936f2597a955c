// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// Settings in the order of their first appearance, like a Python dictionary.
///
/// Of two spellings of a key openstacksdk takes the last in that order.
struct SettingsTable: Sendable {
    private var ranked: [String: (rank: Int, entry: YAMLNode.Entry)] = [:]
    private var nextRank = 0

    /// The value of a key; a key that is set again keeps its place.
    subscript(name: String) -> YAMLNode.Entry? {
        get { ranked[name]?.entry }
        set {
            guard let newValue else {
                ranked[name] = nil
                return
            }
            if ranked[name] == nil { nextRank += 1 }
            ranked[name] = (ranked[name]?.rank ?? nextRank, newValue)
        }
    }

    var isEmpty: Bool { ranked.isEmpty }
    var names: some Collection<String> { ranked.keys }

    var entries: [String: YAMLNode.Entry] { ranked.mapValues(\.entry) }

    var inOrder: [(name: String, entry: YAMLNode.Entry)] {
        ranked.sorted { $0.value.rank < $1.value.rank }.map { ($0.key, $0.value.entry) }
    }

    /// Removes an entry; if it is set again it comes last.
    mutating func remove(_ name: String) -> YAMLNode.Entry? {
        ranked.removeValue(forKey: name)?.entry
    }

    /// The same settings, with each key renamed by `rename`.
    func renamed(_ rename: (String) -> String) -> SettingsTable {
        var result = SettingsTable()
        for (name, entry) in inOrder { result[rename(name)] = entry }
        return result
    }
}
