// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// Settings in the order in which their keys were first written, as a Python dictionary keeps them.
///
/// Of two spellings of one key openstacksdk takes the one that comes last in that order.
struct SettingsTable {
    private var ranked: [String: (rank: Int, entry: YAMLNode.Entry)] = [:]
    private var nextRank = 0

    /// What is set for a key; a key that is set again keeps its place.
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

    var entries: [String: YAMLNode.Entry] { ranked.mapValues(\.entry) }

    var inOrder: [(name: String, entry: YAMLNode.Entry)] {
        ranked.sorted { $0.value.rank < $1.value.rank }.map { ($0.key, $0.value.entry) }
    }

    /// Takes an entry out; one that is set later comes last.
    mutating func remove(_ name: String) -> YAMLNode.Entry? {
        ranked.removeValue(forKey: name)?.entry
    }

    /// The same settings with `rename` applied to each key.
    func renamed(_ rename: (String) -> String) -> SettingsTable {
        var result = SettingsTable()
        for (name, entry) in inOrder { result[rename(name)] = entry }
        return result
    }
}
