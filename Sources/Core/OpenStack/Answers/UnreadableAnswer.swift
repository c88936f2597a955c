// SPDX-License-Identifier: Apache-2.0

/// An answer that is not what the API promises: no JSON, or JSON of another shape.
public struct UnreadableAnswer: Error, Sendable, CustomStringConvertible {
    /// The request whose answer it was.
    public var call: String
    /// What is wrong with the answer.
    public var detail: String
    /// The id to search the service's logs for.
    public var requestID: String?

    package init(call: String, detail: String, requestID: String? = nil) {
        self.call = call
        self.detail = detail
        self.requestID = requestID
    }

    /// The value in words.
    public var description: String {
        "\(call) gave an answer that cannot be read: \(detail)"
            + (requestID.map { " (\($0))" } ?? "")
    }
}
