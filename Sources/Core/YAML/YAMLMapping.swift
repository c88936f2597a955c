// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A mapping being read: finds duplicate keys, and lets merge keys (`<<`) yield to others.
package struct YAMLMapping {
    /// Whether keys are part of a secret's value, so that errors must not show them.
    let isSecret: Bool
    private var own: [YAMLNode.Entry] = []
    private var merged: [YAMLNode.Entry] = []
    private var positions: [String: Position] = [:]

    init(isSecret: Bool) {
        self.isSecret = isSecret
    }

    /// Merged entries that are not overridden, then the mapping's own.
    var entries: [YAMLNode.Entry] {
        guard !merged.isEmpty else { return own }
        var seen: Set<String> = []
        let inherited = merged.filter { entry in
            guard let name = entry.key.text, positions[name] == nil else { return false }
            return seen.insert(name).inserted
        }
        return inherited + own
    }

    /// Whether values below a key of this name are secrets.
    package static func isSecret(_ name: String) -> Bool {
        let name = Array(name.lowercased().utf8)
        return secretWords.contains { name.position(of: $0) != nil }
    }
    private static let secretWords = ["password", "secret", "token", "passcode"].map {
        Array($0.utf8)
    }

    /// Checks a key before its value is read, and returns its name.
    mutating func register(_ key: YAMLNode) throws(YAMLError) -> String {
        guard let name = key.text else { throw key.wrongKind("a string") }
        if let first = positions.updateValue(key.position, forKey: name) {
            let noun = isSecret ? "this key" : "the key \(name.quotedForMessage)"
            throw YAMLError(
                key.position, "\(noun) was already given at \(first); keep one of the two")
        }
        return name
    }

    /// Adds an entry whose key was registered.
    mutating func add(_ key: YAMLNode, _ value: YAMLNode) throws(YAMLError) {
        guard case .scalar("<<", .plain) = key.value else {
            own.append((key, value))
            return
        }
        switch value.value {
        case .mapping(let entries):
            merged += entries
        case .sequence(let sources):
            for source in sources { merged += try source.mapping() }
        case .scalar:
            throw value.wrongKind("a mapping, or a list of mappings, to merge")
        }
    }
}
