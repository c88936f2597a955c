// SPDX-License-Identifier: Apache-2.0

/// Delivers what is in the queue, and says what became of it.
package struct Uploader: Sendable {
    /// What became of one delivery.
    package struct Result: Sendable, Equatable {
        package var accepted: [MonitorDocument] = []
        package var alreadyThere: [MonitorDocument] = []
        /// Why some of it is not there, each a sentence.
        package var problems: [String] = []

        package var isComplete: Bool { problems.isEmpty }
    }

    private let client: MonitorClient

    package init(_ client: MonitorClient) {
        self.client = client
    }

    /// Sends one entry; it leaves the queue only if the monitor has all of it.
    package func send(_ entry: UploadEntry) async throws -> Result {
        guard let upload = entry.upload else {
            entry.release()
            return Result()
        }
        let result: Result
        do {
            result = try await deliver(upload.delivery)
        } catch {
            entry.release()
            throw error
        }
        if result.isComplete { try entry.finish() } else { entry.release() }
        return result
    }

    func deliver(_ delivery: Delivery) async throws -> Result {
        var result = Result()
        let whole = delivery.whole
        switch try await client.post(whole) {
        case .accepted: result.accepted = whole.documents
        case .refused(let problem), .away(let problem): result.problems = [problem]
        case .alreadyThere where whole.documents.count == 1:
            result.alreadyThere = whole.documents
        case .alreadyThere where delivery.parts.isEmpty:
            // Signed together elsewhere, so that they can only be sent together.
            for document in whole.documents {
                if try await client.has(document) == true {
                    result.alreadyThere.append(document)
                } else {
                    result.problems.append(
                        "The monitor has others of these reports already and takes all or none, so that "
                            + "\(document.uuid) of \(document.subject) is missing there; sign each by itself."
                    )
                }
            }
        case .alreadyThere:
            // The monitor has taken none, as it has one of them.
            for part in delivery.parts {
                switch try await client.post(part) {
                case .accepted: result.accepted += part.documents
                case .alreadyThere: result.alreadyThere += part.documents
                case .refused(let problem), .away(let problem): result.problems.append(problem)
                }
            }
        }
        return result
    }
}
