// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// One request of a conversation and its answer.
package struct Exchange: Sendable, Hashable {
    package var name: String
    package var status: Int
    /// The answer's keys with their types; empty if it was not JSON.
    package var shape: [String: String]
    /// The message of a refusal, without ids and quota figures.
    package var message: String?

    package init(name: String, status: Int, shape: [String: String], message: String? = nil) {
        self.name = name
        self.status = status
        self.shape = shape
        self.message = message
    }

    /// Parses `line`; nil if it has another form.
    package init?(line: some StringProtocol) {
        let parts = line.split(separator: " | ", omittingEmptySubsequences: false)
        guard parts.count == 4, let status = Int(parts[1]) else { return nil }
        var shape: [String: String] = [:]
        for part in parts[3].split(separator: " ") {
            guard let end = part.lastIndex(of: "=") else { return nil }
            shape[String(part[..<end])] = String(part[part.index(after: end)...])
        }
        self.init(
            name: String(parts[0]), status: status, shape: shape,
            message: parts[2].isEmpty ? nil : String(parts[2]))
    }

    /// The exchange in one line, as recorded in `Tests/Recorded`.
    package var line: String {
        let keys = shape.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return [name, "\(status)", message ?? "", keys.joined(separator: " ")]
            .joined(separator: " | ")
    }
}

extension Exchange {
    /// A real cloud's answers: `Tests/Recorded/NAME.txt`, one line per exchange.
    package static func recorded(_ name: String) throws -> [Exchange] {
        let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let path = "/\(tests)/Recorded/\(name).txt"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return try text.split(separator: "\n").map { line in
            guard let exchange = Exchange(line: line) else {
                throw RawClient.Missing(description: "\(path) has a line of another form: \(line)")
            }
            return exchange
        }
    }
}
