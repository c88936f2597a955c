// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import Synchronization

/// Returns the given answers in order, and records the requests.
package final class ScriptedTransport: HTTPTransport {
    package typealias Answer = Result<HTTPResponse, any Error>

    /// There were more requests than answers.
    package struct ScriptEnded: Error {}

    private let state: Mutex<(answers: [Answer], requests: [HTTPRequest])>

    package init(_ answers: [Answer]) {
        state = Mutex((answers, []))
    }

    package var requests: [HTTPRequest] { state.withLock { $0.requests } }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try state.withLock { state -> Answer in
            state.requests.append(request)
            guard !state.answers.isEmpty else { return .failure(ScriptEnded()) }
            return state.answers.removeFirst()
        }.get()
    }
}
