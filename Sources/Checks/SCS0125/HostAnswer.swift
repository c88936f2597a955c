// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A host's answer, or why there is none.
struct HostAnswer<Value: Sendable>: Sendable {
    var host: TLSHost
    var result: Result<Value, TransportError>
}

extension CheckContext {
    /// How many hosts are probed at once, each with one handshake at a time.
    private static let width = 4

    /// Runs `body` for each host.
    func survey<Value: Sendable>(
        _ hosts: [TLSHost], _ body: @escaping @Sendable (TLSSurvey) async throws -> Value
    ) async throws -> [HostAnswer<Value>] {
        try await survey(hosts.map { HostAnswer(host: $0, result: .success(())) }) {
            try await body($1)
        }
    }

    /// Runs `body` for each host that has answered so far; the others are unchanged.
    func survey<Known: Sendable, Value: Sendable>(
        _ answers: [HostAnswer<Known>],
        _ body: @escaping @Sendable (Known, TLSSurvey) async throws -> Value
    ) async throws -> [HostAnswer<Value>] {
        guard let probe = cloud.tlsProbe else {
            throw Finding(
                .notApplicable,
                "This cloud is simulated in the program; its hosts are not on a network.")
        }
        return try await withThrowingTaskGroup(of: (Int, HostAnswer<Value>).self) { group in
            var results: [Int: HostAnswer<Value>] = [:]
            for (index, answer) in answers.enumerated() {
                if index >= Self.width, let (done, result) = try await group.next() {
                    results[done] = result
                }
                group.addTask {
                    let survey = TLSSurvey(answer.host, with: probe)
                    let result: Result<Value, TransportError>
                    do {
                        result = .success(try await body(try answer.result.get(), survey))
                    } catch let error as TransportError {
                        result = .failure(error)
                    }
                    return (index, HostAnswer(host: answer.host, result: result))
                }
            }
            while let (done, result) = try await group.next() { results[done] = result }
            return answers.indices.compactMap { results[$0] }
        }
    }

    /// Judges every host that answered; without a violation, one that did not is an ABORT.
    func judge<Value>(
        _ answers: [HostAnswer<Value>], _ verb: String, _ tell: (Value) -> String, advice: String,
        _ body: (TLSHost, Value, inout Judgement) throws -> Void
    ) throws {
        var unreachable: [TransportError] = []
        for answer in answers {
            switch answer.result {
            case .success(let value):
                record(Evidence(.note, "\(answer.host) \(verb) \(tell(value))"))
            case .failure(let error):
                record(Evidence(.note, error.message))
                unreachable.append(error)
            }
        }
        try judge(advice: advice) { judgement in
            for answer in answers {
                if case .success(let value) = answer.result {
                    try body(answer.host, value, &judgement)
                }
            }
        }
        guard let first = unreachable.first else { return }
        let others = unreachable.count - 1
        throw Finding(
            .unreachable, others == 0 ? first.message : "\(first.message) (and \(others) more)",
            advice: "Run again from a network where customers reach the cloud.")
    }
}
