// SPDX-License-Identifier: Apache-2.0

/// Delivers what is in the queue, and says what became of it.
package struct Uploader: Sendable {
    /// What became of one delivery.
    package struct Result: Sendable, Equatable {
        package var accepted: [MonitorDocument] = []
        package var alreadyThere: [MonitorDocument] = []
        /// Why some of it is not there, each a sentence.
        package var problems: [String] = []
        /// Whether each problem is one that sending again cannot solve.
        package var isHopeless = false
        /// Where the delivery was set aside.
        package var setAside: String?

        package var isComplete: Bool { problems.isEmpty }

        fileprivate mutating func add(_ problem: String, isHopeless: Bool) {
            self.isHopeless = isHopeless && (problems.isEmpty || self.isHopeless)
            problems.append(problem)
        }
    }

    private let client: MonitorClient

    package init(_ client: MonitorClient) {
        self.client = client
    }

    /// Sends one entry; it leaves the queue if the monitor has all of it, or rejects what it lacks.
    package func send(_ entry: UploadEntry) async throws -> Result {
        guard let upload = entry.upload else {
            entry.release()
            return Result()
        }
        var result: Result
        do {
            result = try await deliver(upload.delivery)
        } catch {
            entry.release()
            throw error
        }
        if result.isComplete {
            try entry.finish()
        } else if result.isHopeless {
            result.setAside = try entry.setAside(because: result.problems)
        } else {
            entry.release()
        }
        return result
    }

    func deliver(_ delivery: Delivery) async throws -> Result {
        var result = Result()
        let whole = delivery.whole
        switch try await client.post(whole) {
        case .accepted: result.accepted = whole.documents
        case .refused(let problem), .away(let problem): result.add(problem, isHopeless: false)
        case .rejected(let problem) where delivery.parts.isEmpty:
            result.add(problem, isHopeless: true)
        case .alreadyThere where whole.documents.count == 1:
            result.alreadyThere = whole.documents
        case .alreadyThere where delivery.parts.isEmpty:
            // Signed together elsewhere, so that they can only be sent together.
            for document in whole.documents {
                if try await client.has(document) == true {
                    result.alreadyThere.append(document)
                } else {
                    result.add(
                        "The monitor has others of these reports already and takes all or none, so that "
                            + "\(document.uuid) of \(document.subject) is missing there; sign each by itself.",
                        isHopeless: true)
                }
            }
        case .alreadyThere, .rejected:
            // The monitor has taken none, as it has one of them, or rejects one.
            for part in delivery.parts {
                switch try await client.post(part) {
                case .accepted: result.accepted += part.documents
                case .alreadyThere: result.alreadyThere += part.documents
                case .refused(let problem), .away(let problem):
                    result.add(problem, isHopeless: false)
                case .rejected(let problem): result.add(problem, isHopeless: true)
                }
            }
        }
        return result
    }
}
