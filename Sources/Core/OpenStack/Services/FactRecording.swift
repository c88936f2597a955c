// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
package import SCSSupport
import Synchronization

/// Records the facts of a run as the APIs sent them, for `judge`; contains no secrets.
package final class FactRecording: Sendable {
    /// By name: a whole value, or the items of a list that grows page by page.
    private enum Kept: Sendable {
        case value([UInt8])
        case items([[UInt8]])
    }

    private let kept = Mutex<[String: Kept]>([:])
    /// The facts that each test case asked for.
    private let uses = Mutex<[String: Set<String>]>([:])

    package init() {}

    package func keep(_ name: String, _ value: some Encodable) throws {
        let bytes = try JSONWriter.line(value)
        kept.withLock { $0[name] = .value(bytes) }
    }

    /// Records a list of encoded items.
    package func keep(_ name: String, items: [[UInt8]]) {
        kept.withLock { $0[name] = .items(items) }
    }

    /// Forgets what was kept under that name.
    package func discard(_ name: String) {
        kept.withLock { $0[name] = nil }
    }

    /// Notes that a test case asked for a fact.
    package func note(use fact: String, by testcase: String) {
        uses.withLock { _ = $0[testcase, default: []].insert(fact) }
    }

    /// Adds the items of these ids that `page` lists under `name`, without the `hidden` fields.
    func add(
        _ page: [UInt8], to name: String, ids: Set<String>, hiding hidden: Set<String> = []
    ) throws {
        var encoded: [[UInt8]] = []
        for item in try JSON.parse(page)[name]?.array ?? [] {
            guard case .object(let fields) = item, ids.contains(fields["id"]?.string ?? "") else {
                continue
            }
            encoded.append(try JSON.object(fields.filter { !hidden.contains($0.key) }).bytes())
        }
        let items = encoded
        kept.withLock { kept in
            guard case .items(var all)? = kept[name] else {
                kept[name] = .items(items)
                return
            }
            // Avoids a copy: the dictionary must not hold it meanwhile.
            kept[name] = nil
            all += items
            kept[name] = .items(all)
        }
    }

    private static func sorted(_ value: some Encodable) throws -> [UInt8] {
        try JSONWriter.line(value)
    }

    /// What was kept under a name; nil where nothing was.
    package func document(of name: String) throws -> JSON? {
        switch kept.withLock({ $0[name] }) {
        case .value(let bytes): try JSON.parse(bytes)
        case .items(let items): .array(try items.map { try JSON.parse($0) })
        case nil: nil
        }
    }

    /// The file: one JSON object with sorted keys; foreign text in it is cleaned.
    package func file(recordedAt date: Date, hiding vault: SecretVault) throws -> [UInt8] {
        var bytes = Array("{".utf8)
        let stamp = try JSONWriter.line(Timestamp.format(date))
        let uses = uses.withLock { $0 }.mapValues { $0.sorted() }
        let encoded = Kept.value(try JSONWriter.line(uses))
        let all = kept.withLock { $0 }
            .merging(["recorded_at": .value(stamp)]) { $1 }
            .merging(uses.isEmpty ? [:] : ["uses": encoded]) { $1 }
        for (index, (name, value)) in all.sorted(by: { $0.key < $1.key }).enumerated() {
            bytes += Array((index == 0 ? "\n\"" : ",\n\"").utf8) + Array(name.utf8)
            bytes += Array("\": ".utf8)
            switch value {
            case .value(let value): bytes += try Self.sorted(vault.clean(JSON.parse(value)))
            case .items(let items):
                bytes += Array("[".utf8)
                for (index, item) in items.enumerated() {
                    bytes += Array((index == 0 ? "\n  " : ",\n  ").utf8)
                    bytes += try vault.clean(JSON.parse(item)).bytes()
                }
                bytes += Array("\n]".utf8)
            }
        }
        return bytes + Array("\n}\n".utf8)
    }
}
