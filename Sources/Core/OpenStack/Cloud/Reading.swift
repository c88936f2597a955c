// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
import SCSSupport

extension Cloud {
    /// Reads an answer of a service, for a fact of a check: one GET, which changes nothing.
    ///
    /// `path` follows the service's versioned URL. Throws `APIError`, `ServiceMissing`, `UnreadableAnswer`.
    public func read<Answer: Decodable>(
        _ type: Answer.Type, from service: ServiceType, _ path: [PathSegment],
        query: [(String, String)] = [], microversion: Microversion? = nil
    ) async throws -> Answer {
        try await decoded(
            type, from: Call(.get, service, path, query: query, microversion: microversion))
    }
}
