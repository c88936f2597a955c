// SPDX-License-Identifier: Apache-2.0

/// What belongs into one request, and what becomes of it if the monitor has a part already.
package struct Delivery: Sendable, Equatable, Codable {
    /// Everything in one request, which the monitor takes as a whole or not at all.
    package let whole: Submission
    /// Each document by itself; empty if there is one, or if they were signed together elsewhere.
    package let parts: [Submission]

    package init(_ whole: Submission, parts: [Submission] = []) {
        self.whole = whole
        self.parts = parts
    }

    /// Documents that are signed together and one by one.
    package init(
        signing documents: [(bytes: [UInt8], file: String)], by signer: any ReportSigner
    ) async throws {
        var parts: [Submission] = []
        for document in documents {
            parts.append(
                try await Submission(
                    signing: document.bytes, .yaml, file: document.file, by: signer))
        }
        guard parts.count > 1 else {
            guard let first = parts.first else { throw MonitorError("There is no report to send.") }
            self.init(first)
            return
        }
        var seen: Set<String> = []
        if let twin = parts.flatMap(\.documents).first(where: { !seen.insert($0.uuid).inserted }) {
            throw MonitorError(
                "Two reports, the second of \(twin.subject), have the run.uuid \(twin.uuid); the monitor "
                    + "takes each once.")
        }
        let whole = try await Submission(
            joining: parts, Self.stream(documents.map(\.bytes)), by: signer)
        self.init(whole, parts: parts)
    }

    /// The documents one after the other, each with its own beginning.
    static func stream(_ documents: [[UInt8]]) -> [UInt8] {
        let mark = Array("---\n".utf8)
        return documents.reduce(into: []) { stream, document in
            if !stream.isEmpty, stream.last != 0x0A { stream.append(0x0A) }
            stream += document.starts(with: Array("---".utf8)) ? document : mark + document
        }
    }
}
