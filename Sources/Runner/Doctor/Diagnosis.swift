// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck

/// What was found out about the way to a cloud, one line each.
struct Diagnosis: Sendable, Encodable {
    /// One thing that was looked at.
    struct Line: Sendable, Encodable {
        enum State: String, Sendable, Encodable {
            case ok, warn, fail, skipped
        }

        /// `dns`, `tls`, `sign-in`: the same names in every release.
        var check: Check
        var state: State
        /// What was found, or why nothing was looked for.
        var found: String
        /// What to do; nil where nothing needs to be done.
        var advice: String?

        init(_ check: Check, _ state: State, _ found: String, advice: String? = nil) {
            self.check = check
            self.state = state
            self.found = found
            self.advice = advice
        }
    }

    /// What is looked at, in this order.
    enum Check: String, Sendable, Encodable, CaseIterable {
        case configuration, proxy, dns, tcp, tls, keystone, clock
        case signIn = "sign-in"
        case catalog, region, roles, versions, quota
    }

    var cloud: String
    private(set) var lines: [Line] = []

    init(cloud: String) {
        self.cloud = cloud
    }

    /// The first that failed.
    var failure: Line? { lines.first { $0.state == .fail } }

    /// The worst state of all: `ok`, `warn` or `fail`.
    var state: Line.State {
        failure != nil ? .fail : lines.contains { $0.state == .warn } ? .warn : .ok
    }

    func state(of check: Check) -> Line.State? { lines.last { $0.check == check }?.state }

    mutating func add(_ line: Line) {
        lines.append(line)
    }

    mutating func add(_ more: [Line]) {
        lines += more
    }

    /// Whatever was not looked at, as it rests on something that failed.
    mutating func skip(_ checks: [Check], because reason: String) {
        for check in checks { lines.append(Line(check, .skipped, reason)) }
    }

    enum CodingKeys: String, CodingKey {
        case cloud, state, checks
        case firstFailure = "first_failure"
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(cloud, forKey: .cloud)
        try fields.encode(state, forKey: .state)
        try fields.encode(lines, forKey: .checks)
        try fields.encodeIfPresent(failure?.check, forKey: .firstFailure)
    }

    /// A line each, and what to do about the first that failed.
    var text: String {
        let width = Check.allCases.map(\.rawValue.count).max() ?? 0
        let rows = lines.map { line in
            line.state.rawValue.padded(to: 8) + line.check.rawValue.padded(to: width + 2)
                + line.found.harmless(600)
        }
        return (rows + [""] + whatToDo).joined(separator: "\n")
    }

    /// What to do about the first that failed; where none did, about each warning.
    private var whatToDo: [String] {
        if let failure {
            return [
                "What to do about \(failure.check.rawValue): \(failure.advice ?? failure.found)"
            ]
        }
        let warnings = lines.filter { $0.state == .warn }
        guard !warnings.isEmpty else { return ["Nothing is in the way of a run."] }
        return ["Nothing keeps a run from starting, but:"]
            + warnings.map { "  \($0.check.rawValue): \($0.advice ?? $0.found)" }
    }

    /// The same for programs.
    func json() throws -> String {
        String(decoding: try JSONWriter.text(self), as: UTF8.self)
    }
}
